import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { DIRECTIONS_13, directionWeights, lengthOf } from '../../src/stats/directions.js';
import {
  representativeVolumeNode,
  type RepresentativeVolumeValue,
  type WindowSpread,
} from '../../src/stats/representative_volume.js';
import { surfaceArea, type SurfaceAreaValue } from '../../src/stats/surface_area.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { drawn, scattered } from '../reference/structures.js';
import { surfaceOfCubesTwin } from '../reference/window_surface.js';
import { asMask } from './inputs.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 9, 7] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

type Bits = Uint8Array<ArrayBuffer>;

const random = (size: Vec3, seed: number, below = 2): Bits =>
  scattered(volumeOf(size), below, seed).map((v) => Math.min(v, 1));

/** Lumps of 3³ voxels. */
const lumps = (size: Vec3, seed: number): Bits => {
  const on = scattered(4096, 2, seed);
  return drawn(
    size,
    (x, y, z) => on[(Math.floor(z / 3) * 16 + Math.floor(y / 3)) * 16 + Math.floor(x / 3)] === 1,
  );
};

async function valueOf(
  bits: Bits,
  size: Vec3,
  options: { on?: TestEngine; within?: Bits; spacing?: Vec3; windows?: number; seed?: number } = {},
): Promise<RepresentativeVolumeValue> {
  const { on = engine, within, spacing = [1, 1, 1], ...params } = options;
  const mask: Node = asMask(await on.source(bits, size, { spacing }));
  const inside =
    within === undefined ? undefined : asMask(await on.source(within, size, { spacing }));
  return (await on.value(
    representativeVolumeNode(mask, inside, params),
  )) as RepresentativeVolumeValue;
}

const sideBySide = ({ windows }: RepresentativeVolumeValue): WindowSpread[] =>
  windows.filter(({ placement }) => placement === 'side by side');

/** Standard deviation (n − 1) of ratios whose denominators may differ, weighted by them. */
function weightedSpread(
  c: readonly number[],
  n: readonly number[],
): { mean: number; spread: number } {
  const sum = (list: readonly number[]): number => list.reduce((a, v) => a + v, 0);
  const mean = sum(c) / sum(n);
  const count = sum(n) ** 2 / sum(n.map((v) => v * v));
  const squares = sum(c.map((v, i) => (v - mean * n[i]!) ** 2)) / sum(n.map((v) => v * v));
  return { mean, spread: Math.sqrt((squares * count) / (count - 1)) };
}

describe('spread of windows', () => {
  const size: Vec3 = [37, 26, 19];
  const spacing: Vec3 = [1, 1, 2];

  test('side by side equals the definition, whole and in bricks', async () => {
    const bits = lumps(size, 3);
    const value = await valueOf(bits, size, { spacing });
    expect(await valueOf(bits, size, { spacing, on: bricked })).toEqual(value);
    expect(sideBySide(value).map((w) => w.size)).toEqual([2, 4, 6]);
    const crofton = DIRECTIONS_13.map(
      (d, k) => (2 * directionWeights(DIRECTIONS_13, spacing)[k]!) / lengthOf(d, spacing),
    );
    const most = Math.max(...crofton);
    const whole = crofton.map((w) => Math.round((w / most) * 4096));
    const perPair = crofton.reduce((a, w) => a + w, 0);
    for (const { size: b, count, voxels, volume, fraction, surfacePerVolume } of sideBySide(
      value,
    )) {
      const cells = size.map((n) => Math.floor(n / b)) as unknown as Vec3;
      const c = new Array<number>(volumeOf(cells)).fill(0);
      bits.forEach((bit, i) => {
        const [x, y, z] = [
          Math.floor((i % size[0]) / b),
          Math.floor((Math.floor(i / size[0]) % size[1]) / b),
          Math.floor(Math.floor(i / size[0] / size[1]) / b),
        ];
        if (x < cells[0] && y < cells[1] && z < cells[2])
          c[(z * cells[1] + y) * cells[0] + x]! += bit;
      });
      const own = weightedSpread(c, new Array<number>(c.length).fill(b ** 3));
      expect([count, voxels, volume]).toEqual([c.length, b ** 3, 2 * b ** 3]);
      expect(fraction.spread).toBeCloseTo(own.spread, 10);
      expect(fraction.relative).toBeCloseTo(own.spread / own.mean, 10);
      const { differ, pairs } = surfaceOfCubesTwin(bits, size, b, DIRECTIONS_13, whole);
      const area = weightedSpread(differ, pairs);
      expect(surfacePerVolume!.spread).toBeCloseTo(perPair * area.spread, 10);
      expect(surfacePerVolume!.relative).toBeCloseTo(area.spread / area.mean, 10);
    }
    const mask = asMask(await engine.source(bits, size, { spacing }));
    const { perVolume } = (await engine.value(makeNode(surfaceArea, { mask }))) as SurfaceAreaValue;
    expect(value.surfacePerVolume).toBe(perVolume);
  });

  test('random windows come from the seed and spread as those side by side', async () => {
    const bits = lumps(size, 4);
    const value = await valueOf(bits, size, { windows: 4000 });
    expect(await valueOf(bits, size, { windows: 4000, on: bricked })).toEqual(value);
    const other = await valueOf(bits, size, { windows: 4000, seed: 2 });
    expect(other.windows).not.toEqual(value.windows);
    expect(sideBySide(other)).toEqual(sideBySide(value));
    const randomly = value.windows.filter(({ placement }) => placement === 'random');
    expect(randomly.map((w) => w.size)).toEqual([2, 4, 6, 8]);
    for (const w of sideBySide(value).slice(0, 2)) {
      const same = randomly.find((r) => r.size === w.size)!;
      expect(same.count).toBe(4000);
      expect(Math.abs(same.fraction.spread / w.fraction.spread - 1)).toBeLessThan(0.15);
      expect(Math.abs(same.surfacePerVolume!.spread / w.surfacePerVolume!.spread - 1)).toBeLessThan(
        0.15,
      );
    }
  });

  test('within a mask windows count by its voxels, whole and in bricks', async () => {
    const bits = lumps(size, 5);
    const within = drawn(size, (x, y) => x + y < 34);
    const value = await valueOf(bits, size, { within });
    expect(await valueOf(bits, size, { within, on: bricked })).toEqual(value);
    expect(value.fraction).toBe(
      bits.filter((b, i) => (b & within[i]!) === 1).length / within.filter((b) => b === 1).length,
    );
    const [first] = sideBySide(value);
    expect(first?.count).toBeLessThan(18 * 13 * 9);
    expect(first?.voxels).toBeGreaterThan(7);
    const everything = await valueOf(bits, size, { within: new Uint8Array(bits.length).fill(1) });
    expect(everything).toEqual(await valueOf(bits, size));
  });
});

describe('the volume needed', () => {
  test('of independent voxels: cubes spread as the root of their volume', async () => {
    const size: Vec3 = [48, 48, 48];
    const value = await valueOf(random(size, 17), size);
    const wide = sideBySide(value).find((window) => window.size === 4)!;
    const truth = Math.sqrt((value.fraction * (1 - value.fraction)) / 64);
    expect(Math.abs(wide.fraction.spread / truth - 1)).toBeLessThan(0.1);
    expect(value.needed.map(({ relativeError }) => relativeError)).toEqual([0.01, 0.05, 0.1]);
    // √(φ(1 − φ) / V) / φ = 0.05 at V = 400 (1 − φ) / φ independent voxels.
    const expected = (400 * (1 - value.fraction)) / value.fraction;
    expect(value.needed[1]!.voxels / expected / value.integralRange!).toBeCloseTo(1, 6);
    expect(value.needed[1]!.edge ** 3).toBeCloseTo(value.needed[1]!.voxels, 6);
    expect(value.needed[2]!.reached).toBe(true);
    // A relative error twenty-five times as small as 25 % would take 625 times as much.
    const [one, five] = value.neededForSurface;
    expect(one!.voxels / five!.voxels).toBeCloseTo(25, 9);
    const largest = Math.max(
      ...sideBySide(value).map((w) => w.surfacePerVolume!.relative! ** 2 * w.voxels),
    );
    expect(five!.voxels).toBeCloseTo(400 * largest, 9);
  });

  test('empty, full, one slice, one voxel: defined', async () => {
    const size: Vec3 = [16, 16, 16];
    const empty = await valueOf(new Uint8Array(4096), size);
    expect(empty).toMatchObject({
      fraction: 0,
      surfacePerVolume: 0,
      needed: [],
      neededForSurface: [],
    });
    for (const w of empty.windows)
      expect([w.fraction, w.surfacePerVolume]).toEqual([
        { spread: 0, relative: null },
        { spread: 0, relative: null },
      ]);
    const full = await valueOf(new Uint8Array(4096).fill(1), size);
    expect(full).toMatchObject({ fraction: 1, surfacePerVolume: 0, needed: [] });
    expect(full.windows[0]!.fraction).toEqual({ spread: 0, relative: 0 });
    const plane: Vec3 = [64, 48, 1];
    const slice = await valueOf(random(plane, 9), plane);
    expect(slice.surfacePerVolume).toBeNull();
    expect(slice.windows[0]).toMatchObject({ size: 2, volume: 4, voxels: 4, count: 768 });
    expect(slice.windows.every((w) => w.surfacePerVolume === null)).toBe(true);
    expect(slice.needed[1]!.edge ** 2).toBeCloseTo(slice.needed[1]!.voxels, 6);
    const one = await valueOf(Uint8Array.of(1), [1, 1, 1]);
    expect(one).toMatchObject({ fraction: 1, surfacePerVolume: null, windows: [], needed: [] });
    const nothing = await valueOf(random(size, 2), size, { within: new Uint8Array(4096) });
    expect(nothing).toMatchObject({ fraction: NaN, surfacePerVolume: 0, needed: [] });
    expect(nothing.windows[0]).toMatchObject({ count: 0, voxels: 0 });
  });
});
