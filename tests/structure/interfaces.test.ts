import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { map3, volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { equals } from '../../src/segmentation/equals.js';
import { toPhases } from '../../src/segmentation/to_phases.js';
import { DIRECTIONS_13, directionWeights, lengthOf } from '../../src/stats/directions.js';
import { surfaceArea, type SurfaceAreaValue } from '../../src/stats/surface_area.js';
import { interfacesNode } from '../../src/structure/interface_sampling.js';
import type { InterfaceEstimator, InterfacesValue } from '../../src/structure/interfaces.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { pairsTwin } from '../reference/phase_contacts.js';
import { drawn, scattered } from '../reference/structures.js';
import { thinTwin } from '../reference/surfaces.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 4, 3] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

type Bits = Uint8Array<ArrayBuffer>;
type Names = Readonly<Record<string, number>>;

async function phasesOf(
  codes: Bits,
  size: Vec3,
  names: Names,
  spacing: Vec3 = [1, 1, 1],
  on = engine,
): Promise<Node> {
  return makeNode(
    toPhases,
    { volume: await on.source(codes, size, { spacing }) },
    { phases: names },
  );
}

async function measured(
  phases: Node,
  params: Parameters<typeof interfacesNode>[1] = {},
  on = engine,
): Promise<InterfacesValue> {
  return (await on.value(interfacesNode(phases, params))) as InterfacesValue;
}

const areas = (value: InterfacesValue): Record<string, number> =>
  Object.fromEntries(value.pairs.map((pair) => [pair.phases.join('|'), pair.area]));

const ESTIMATORS: readonly InterfaceEstimator[] = ['crofton13', 'crofton3', 'faces'];

test('TauFactor: four phases, by faces', async () => {
  const size: Vec3 = [20, 20, 20];
  const codes = drawn(size, (x, y, z) => x < 10 && y < 10 && z < 5);
  drawn(size, (x, y, z) => Math.min(x, y, z) >= 5 && Math.max(x, y, z) < 15).forEach((set, i) => {
    if (set === 1) codes[i] = 2;
  });
  drawn(size, (x, y, z) => x < 10 && y < 10 && z >= 15).forEach((set, i) => {
    if (set === 1) codes[i] = 1;
  });
  drawn(size, (x, y, z) => x >= 10 && y >= 10 && z >= 15).forEach((set, i) => {
    if (set === 1) codes[i] = 3;
  });
  const phases = await phasesOf(codes, size, { rest: 0, one: 1, two: 2, three: 3 });
  const value = await measured(phases, { estimator: 'faces' });
  expect(value.estimator).toBe('faces');
  const expected = { one: [0.125, 0.05], two: [0.125, 0.075], three: [0.0625, 0.025] } as const;
  for (const [name, [fraction, perVolume]] of Object.entries(expected)) {
    expect(value.phases[name]!.fraction).toBe(fraction);
    expect(value.phases[name]!.perVolume).toBeCloseTo(perVolume, 12);
  }
});

describe('against pairs counted one by one', () => {
  const cases: readonly { size: Vec3; spacing: Vec3; count: number }[] = [
    { size: [7, 5, 3], spacing: [1, 1, 1], count: 3 },
    { size: [37, 6, 5], spacing: [0.5, 1, 2], count: 4 },
    { size: [2, 2, 2], spacing: [1, 1, 1], count: 2 },
    { size: [66, 5, 4], spacing: [1, 3, 1], count: 12 },
  ];
  test.each(cases)('$count phases in $size', async ({ size, spacing, count }) => {
    const codes = scattered(volumeOf(size), count, 11).map((code) => 20 * code);
    const names = Object.fromEntries(
      Array.from({ length: count }, (_, k) => [`p${String(k)}`, 20 * k]),
    );
    const twins = DIRECTIONS_13.map((offset) => pairsTwin(codes, size, offset));
    const weights = {
      crofton13: directionWeights(DIRECTIONS_13, spacing),
      crofton3: directionWeights(DIRECTIONS_13.slice(0, 3), spacing),
    };
    const phases = await phasesOf(codes, size, names, spacing);
    const elsewhere = await phasesOf(codes, size, names, spacing, bricked);
    for (const estimator of ESTIMATORS) {
      const value = await measured(phases, { estimator });
      for (const { phases: pair, area, perVolume } of value.pairs) {
        const [a, b] = pair.map((name) => names[name]!) as [number, number];
        let expected = 0;
        let density = 0;
        DIRECTIONS_13.forEach((offset, k) => {
          const n = twins[k]!.get(`${String(a)}|${String(b)}`) ?? 0;
          if (estimator === 'faces') {
            if (k < 3) expected += (n * volumeOf(spacing)) / spacing[k]!;
            density = expected / (volumeOf(size) * volumeOf(spacing));
            return;
          }
          const weight = weights[estimator][k];
          if (weight === undefined || n === 0) return;
          // Twice the crossings per length of line, each a pair, in the volume of a voxel.
          const pairs = volumeOf(map3((i) => size[i] - Math.abs(offset[i])));
          expected += (2 * weight * n * volumeOf(spacing)) / lengthOf(offset, spacing);
          density += (2 * weight * n) / (pairs * lengthOf(offset, spacing));
        });
        expect(area).toBeCloseTo(expected, 8);
        expect(perVolume).toBeCloseTo(density, 8);
      }
      const thin = thinTwin(codes, size, 'open');
      for (const [name, { thin: part, voxels }] of Object.entries(value.phases))
        if (voxels > 0) expect(part! * voxels).toBeCloseTo(thin.get(names[name]!) ?? 0, 9);
      expect(await measured(elsewhere, { estimator }, bricked)).toEqual(value);
    }
  });

  test('thin parts in lumps of a few voxels', async () => {
    for (const size of [
      [37, 12, 11],
      [6, 5, 4],
      [32, 7, 5],
    ] as const) {
      const coarse = scattered(volumeOf(size), 3, 21);
      const codes = coarse.map((_, i) => {
        const [x, y] = [i % size[0], Math.floor(i / size[0]) % size[1]];
        const z = Math.floor(i / size[0] / size[1]);
        return coarse[(Math.floor(z / 2) * size[1] + Math.floor(y / 3)) * size[0] + (x >> 2)]!;
      });
      const names = { a: 0, b: 1, c: 2 };
      const twin = thinTwin(codes, size, 'open');
      for (const on of [engine, bricked]) {
        const value = await measured(await phasesOf(codes, size, names, [1, 1, 1], on), {}, on);
        for (const [name, code] of Object.entries(names)) {
          const { thin, voxels } = value.phases[name]!;
          expect((thin ?? 0) * voxels).toBeCloseTo(twin.get(code) ?? 0, 9);
        }
      }
    }
  });
});

test('interfaces of a phase add up to its surface', async () => {
  const size: Vec3 = [21, 18, 17];
  const spacing: Vec3 = [1, 0.5, 2];
  const codes = drawn(size, (x, y, z) => Math.hypot(x - 8, y / 2 - 5, 2 * z - 14) < 6);
  scattered(codes.length, 3, 5).forEach((v, i) => (codes[i] = codes[i] === 1 ? 2 : v % 2));
  const phases = await phasesOf(codes, size, { a: 0, b: 1, c: 2 }, spacing);
  for (const estimator of ESTIMATORS) {
    const value = await measured(phases, { estimator });
    for (const [name, code] of [
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ] as const) {
      const mask = makeNode(equals, { grid: phases }, { values: code });
      const surface = (await engine.value(
        makeNode(surfaceArea, { mask }, { estimator }),
      )) as SurfaceAreaValue;
      expect(value.phases[name]!.area / surface.area).toBeCloseTo(1, 10);
      expect(value.phases[name]!.perVolume / surface.perVolume).toBeCloseTo(1, 10);
      expect(value.phases[name]!.perPhaseVolume! / surface.perPhaseVolume!).toBeCloseTo(1, 10);
      expect(value.phases[name]!.thin).toBe(surface.thin);
      expect(value.phases[name]!.voxels).toBe(surface.voxels);
      const parts = Object.values(value.phases[name]!.contact!) as number[];
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 12);
    }
  }
});

describe('known shapes', () => {
  test('a ball of two shells, of anisotropic voxels', async () => {
    const size: Vec3 = [112, 112, 56];
    const spacing: Vec3 = [1, 1, 2];
    const distance = (x: number, y: number, z: number): number =>
      Math.hypot(x - 55.4, y - 55.7, 2 * z - 55.1);
    const codes = drawn(size, (x, y, z) => distance(x, y, z) < 40);
    drawn(size, (x, y, z) => distance(x, y, z) < 24).forEach((set, i) => {
      if (set === 1) codes[i] = 2;
    });
    const value = await measured(
      await phasesOf(codes, size, { matrix: 0, shell: 1, core: 2 }, spacing),
    );
    const found = areas(value);
    expect(value.estimator).toBe('crofton13');
    for (const [pair, radius] of [
      ['shell|core', 24],
      ['matrix|shell', 40],
    ] as const) {
      expect(found[pair]! / (4 * Math.PI * radius ** 2)).toBeGreaterThan(0.98);
      expect(found[pair]! / (4 * Math.PI * radius ** 2)).toBeLessThan(1.02);
    }
    expect(found['matrix|core']).toBe(0);
    expect(value.phases['core']!.contact).toEqual({ matrix: 0, shell: 1 });
    expect(value.phases['shell']!.contact!['core']).toBeCloseTo(144 / 544, 2);
  });

  test('laminates', async () => {
    const size: Vec3 = [9, 8, 7];
    const spacing: Vec3 = [0.5, 2, 3];
    // a b c a b c a b c along x: three of a|b and of b|c, two of a|c.
    const codes = drawn(size, () => false).map((_, i) => (i % 9) % 3);
    const found = areas(
      await measured(await phasesOf(codes, size, { a: 0, b: 1, c: 2 }, spacing), {
        estimator: 'faces',
      }),
    );
    const sheet = 8 * 2 * 7 * 3;
    expect(found).toEqual({ 'a|b': 3 * sheet, 'b|c': 3 * sheet, 'a|c': 2 * sheet });
  });
});

describe('active parts', () => {
  test('are those of components that touch all faces named', async () => {
    // Along x: a rod of pore from the lower end, a pore inside, solid around, and a strip of binder
    // at the upper end.
    const size: Vec3 = [12, 5, 5];
    const codes = drawn(size, (x, y, z) => y === 2 && z === 2 && (x < 4 || x === 6));
    drawn(size, (x) => x === 11).forEach((set, i) => {
      if (set === 1) codes[i] = 2;
    });
    const phases = await phasesOf(codes, size, { solid: 0, pore: 1, binder: 2 });
    const value = await measured(phases, { estimator: 'faces', active: { pore: ['x0'] } });
    const [solidPore] = value.pairs;
    expect(solidPore).toMatchObject({ phases: ['solid', 'pore'], area: 4 * 4 + 1 + 6 });
    expect(solidPore!.active!.area).toBe(4 * 4 + 1);
    expect(value.phases['pore']!.activePart).toBe(0.8);
    expect(value.phases['solid']!.activePart).toBe(1);
    const both = await measured(phases, { active: { pore: ['x0', 'x1'], binder: ['x1', 'y0'] } });
    expect(both.phases['pore']!.activePart).toBe(0);
    expect(both.phases['binder']!.activePart).toBe(1);
    expect(both.pairs[0]!.active!.area).toBe(0);
    expect((await measured(phases, {})).pairs[0]!.active).toBeNull();
    const parts = await phasesOf(codes, size, { solid: 0, pore: 1, binder: 2 }, [1, 1, 1], bricked);
    expect(await measured(parts, { active: { pore: ['x0'] } }, bricked)).toEqual(
      await measured(phases, { active: { pore: ['x0'] } }),
    );
  });

  test('against pairs counted one by one', async () => {
    const size: Vec3 = [35, 7, 6];
    const codes = scattered(volumeOf(size), 2, 3);
    // Voxels of phase 1 that touch the lower end of z through each other, found by spreading.
    const at = (x: number, y: number, z: number): number => (z * size[1] + y) * size[0] + x;
    const reached = drawn(size, (x, y, z) => z === 0 && codes[at(x, y, z)] === 1);
    for (let changed = true; changed;) {
      changed = false;
      drawn(size, (x, y, z) => {
        if (codes[at(x, y, z)] !== 1 || reached[at(x, y, z)] === 1) return false;
        const near = (
          [
            [-1, 0, 0],
            [1, 0, 0],
            [0, -1, 0],
            [0, 1, 0],
            [0, 0, -1],
            [0, 0, 1],
          ] as const
        ).some(([a, b, c]) => {
          const [u, v, w] = [x + a, y + b, z + c];
          const inside = Math.min(u, v, w) >= 0 && u < size[0] && v < size[1] && w < size[2];
          return inside && reached[at(u, v, w)] === 1;
        });
        if (near) {
          reached[at(x, y, z)] = 1;
          changed = true;
        }
        return near;
      });
    }
    const counts = ([x = 0, y = 0, z = 0]: readonly number[]): boolean =>
      codes[at(x, y, z)] === 0 || reached[at(x, y, z)] === 1;
    const expected = [0, 1, 2].reduce((sum, axis) => {
      const offset = map3((i) => (i === axis ? 1 : 0));
      return sum + (pairsTwin(codes, size, offset, counts).get('0|1') ?? 0);
    }, 0);
    const phases = await phasesOf(codes, size, { a: 0, b: 1 });
    const value = await measured(phases, { estimator: 'faces', active: { b: ['z0'] } });
    expect(value.pairs[0]!.active!.area).toBe(expected);
    expect(value.phases['b']!.activePart).toBe(
      reached.reduce((sum, n) => sum + n, 0) / codes.reduce((sum, n) => sum + n, 0),
    );
  });
});

describe('what has no interfaces', () => {
  test('is nought, or refused; never NaN', async () => {
    const size: Vec3 = [5, 4, 3];
    const one = await phasesOf(new Uint8Array(60).fill(1), size, { absent: 0, all: 1, gone: 2 });
    const value = await measured(one, { active: { absent: ['x0'], all: ['z0', 'z1'] } });
    expect(Object.values(areas(value))).toEqual([0, 0, 0]);
    expect(value.phases['absent']).toEqual({
      voxels: 0,
      fraction: 0,
      activePart: null,
      area: 0,
      perVolume: 0,
      perPhaseVolume: null,
      thin: null,
      contact: null,
    });
    expect(value.phases['all']).toMatchObject({ fraction: 1, activePart: 1, perPhaseVolume: 0 });
    const single = await phasesOf(new Uint8Array(60), size, { only: 0 });
    expect((await measured(single)).pairs).toEqual([]);
    const slice = await phasesOf(new Uint8Array(20), [5, 4, 1], { a: 0, b: 1 });
    expect(() => interfacesNode(slice, {})).toThrow(/5×4×1'; allowed: at least 2 voxels/);
    expect(() => interfacesNode(one, { active: { none: ['x0'] } })).toThrow(/'absent', 'all'/);
    expect(() => interfacesNode(one, { active: { all: [] } })).toThrow(/active.all/);
    expect(() => interfacesNode(one, { estimator: 'marching' as 'faces' })).toThrow(/'crofton13'/);
  });
});

test('reads each voxel once', async () => {
  const size: Vec3 = [64, 64, 64];
  const phases = await phasesOf(scattered(volumeOf(size), 3, 1), size, { a: 0, b: 1, c: 2 });
  engine.costs();
  await measured(phases);
  const { read, write } = engine.costs().find(({ op }) => op === 'interfaces')!;
  expect((read + write) / volumeOf(size)).toBeLessThan(1.02);
});
