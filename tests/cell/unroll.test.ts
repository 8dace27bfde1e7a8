import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statedWindingsNode } from '../../src/cell/stated_windings.js';
import { stretch, unroll } from '../../src/cell/unroll.js';
import type { Dtype } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { gridMeta, makeNode, neededRegion, type Node } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { compute } from '../filters/engines.js';
import { awkward } from '../filters/volumes.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { testNonFinite } from '../ops/non_finite.js';
import { testTraffic } from '../ops/traffic.js';
import { gridTwin } from '../reference/geometry.js';
import type { Sampled } from '../reference/resampling.js';
import { anglesTwin, curvatureTwin, unrollTwin, type Curve } from '../reference/unroll.js';
import { windingsOf } from './made_windings.js';

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

const SIZE: Vec3 = [61, 53, 5];
const GRID = gridTwin(SIZE, [0.5, 0.6, 1], [10, -3, 2]);
const AXIS = { x: [25.2, 25.3, 25.1, 25.4, 25], y: [12.4, 12.5, 12.7, 12.2, 12.6] };
const CASES: readonly [Dtype, Sampled][] = [
  ['u8', { method: 'nearest', border: 'constant', value: 7 }],
  ['i16', { method: 'nearest', border: 'reflect', value: 0 }],
  ['u16', { method: 'linear', border: 'constant', value: 7 }],
  ['i8', { method: 'cubic', border: 'nearest', value: 7 }],
];

/** A spiral that is off its centre and oval. */
function spiral(handed: 1 | -1): Curve {
  const turn = 2 * Math.PI;
  return {
    handed,
    from: (5 / 64) * turn,
    to: (5 / 64 + 3.5) * turn,
    radius: (angle) => {
      const t = angle / turn - 5 / 64;
      return (
        4 + 2.6 * t + 0.3 * Math.cos(angle) - 0.2 * Math.sin(angle) + 0.1 * t * Math.cos(2 * angle)
      );
    },
  };
}
const PARAMS = { start: 3.1, length: 75, from: -1.2, to: 1.7, step: 0.43, smooth: 0.8 };
const LENGTHS = Array.from({ length: 175 }, (_, i) => 3.1 + 0.43 * i);
const HEIGHTS = Array.from({ length: 7 }, (_, j) => -1.2 + 0.43 * j);

/** Windings as they are measured: every second slice, uneven, with holes. */
const uneven = windingsOf({
  ...{ curve: spiral(1), angles: 64, axis: AXIS, rows: 3, firstZ: 2, stepZ: 2 },
  more: (c, row) => ((c * 7 + row * 3) % 11 === 0 ? NaN : 0.2 * Math.sin(0.2 * c + row)),
});

describe('unroll', () => {
  test.each(CASES)('is what the definition says, of %s, %o', async (dtype, sampled) => {
    const data = awkward(dtype, SIZE);
    const most = Array.from(data).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    for (const handed of [1, -1] as const) {
      const curve = spiral(handed);
      const windings = windingsOf({ curve, angles: 64, axis: AXIS, firstZ: 2 });
      const make = (grid: Node): Node =>
        makeNode(
          unroll,
          { grid, windings: statedWindingsNode(windings) },
          { ...PARAMS, ...sampled },
        );
      const node = make(await engine.source(data, SIZE, { ...GRID }));
      expect(gridMeta(node)).toMatchObject({
        size: [175, 7, 5],
        spacing: [0.43, 0.43, 1],
        origin: [3.1, -1.2, 2],
      });
      const out = await engine.grid(node);
      const { values, unsure } = unrollTwin(
        data,
        GRID,
        curve,
        (k) => [AXIS.x[k]!, AXIS.y[k]!],
        { lengths: LENGTHS, heights: HEIGHTS },
        sampled,
      );
      expect(out.length).toBe(values.length);
      let compared = 0;
      values.forEach((v, i) => {
        if (sampled.method !== 'nearest')
          // Places agree to 10⁻⁵ voxel, and values of no order move by three times their range.
          expect(Math.abs(out[i]! - v), String(i)).toBeLessThan(2e-4 * most);
        else if (!unsure[i]!) expect(out[i], String(i)).toBe(v);
        if (!unsure[i]!) compared += 1;
      });
      expect(compared).toBeGreaterThan(0.98 * values.length);
      const bricks = await bricked.grid(make(await bricked.source(data, SIZE, { ...GRID })));
      expect(bricks).toEqual(out);
    }
  });

  test('of a region is that of the whole, and reads its slices alone', async () => {
    for (const method of ['nearest', 'cubic'] as const) {
      const make = (grid: Node): Node =>
        makeNode(unroll, { grid, windings: statedWindingsNode(uneven) }, { ...PARAMS, method });
      const spacing = { spacing: GRID.spacing, origin: GRID.origin };
      const out = await compute(engine, awkward('u16', SIZE), SIZE, make, spacing);
      expect(new Set(out).size).toBeGreaterThan(1000);
    }
    const grid = await engine.source(awkward('u8', SIZE), SIZE, { ...GRID });
    const node = makeNode(unroll, { grid, windings: statedWindingsNode(uneven) }, PARAMS);
    const part = neededRegion(node, 'grid', { origin: [32, 0, 3], size: [32, 7, 1] });
    expect(part).toEqual({ origin: [0, 0, 3], size: [61, 53, 1] });
  });

  test('refuses what cannot be', async () => {
    const grid = await engine.source(awkward('u8', SIZE), SIZE, { ...GRID });
    const windings = statedWindingsNode(uneven);
    const make = (options: object) =>
      makeNode(unroll, { grid, windings }, { ...PARAMS, ...options });
    expect(() => make({ to: -2 })).toThrow('to is -2');
    expect(() => make({ step: 1e-5 })).toThrow('1048576 places');
    expect(() => make({ to: 1e9, step: 1e8 })).toThrow('2097152 voxels');
    await expect(engine.grid(make({ length: 500 }))).rejects.toThrow("to the sheet's end at");
    const { spacing, origin } = GRID;
    const place = { spacing, origin };
    const other = await engine.source(awkward('u8', [61, 53, 4]), [61, 53, 4], place);
    const less = makeNode(unroll, { grid: other, windings }, PARAMS);
    await expect(engine.grid(less)).rejects.toThrow('5 slices in which');
    const inMm = await engine.source(awkward('u8', SIZE), SIZE, { ...GRID, unit: 'mm' });
    const wrong = makeNode(unroll, { grid: inMm, windings }, PARAMS);
    await expect(engine.grid(wrong)).rejects.toThrow('unit of the windings');
    const mask = makeNode(threshold, { volume: grid }, { lo: 1 });
    expect(() => makeNode(unroll, { grid: mask, windings }, PARAMS)).toThrow("'nearest' for mask");
    const bad = { ...uneven, middle: uneven.middle.subarray(1) };
    const short = makeNode(unroll, { grid, windings: statedWindingsNode(bad) }, PARAMS);
    await expect(engine.grid(short)).rejects.toThrow('one of each cell');
    expect(() => statedWindingsNode({ ...uneven, angles: NaN })).toThrow('table of windings');
  });

  const ring = windingsOf({
    curve: { handed: 1, from: 0, to: 2 * Math.PI, radius: () => 21 },
    ...{ angles: 64, axis: { x: new Array<number>(8).fill(32), y: new Array<number>(8).fill(32) } },
  });
  const FLAT = { start: 0, length: 127, from: -4, to: 3, step: 1, smooth: 0 };

  testNonFinite(unroll, async () => {
    const data = new Float32Array(64 * 64).fill(1);
    // On the ring at the angle 0, where voxels are hit exactly.
    data[32 * 64 + 53] = NaN;
    data[32 * 64 + 51] = Infinity;
    const grid = await engine.source(data, [64, 64, 1]);
    const windings = { ...ring, axis: { x: Float64Array.of(32), y: Float64Array.of(32) }, rows: 1 };
    const one = { middle: ring.middle.slice(0, 65), thickness: ring.thickness.slice(0, 65) };
    const node = statedWindingsNode({ ...windings, ...one });
    const out = await engine.grid(makeNode(unroll, { grid, windings: node }, FLAT));
    const column = Array.from({ length: 8 }, (_, j) => out[128 * j]);
    expect(column).toEqual([1, 1, Infinity, 1, NaN, 1, 1, 1]);
  });

  testTraffic(
    unroll,
    () => engine,
    (grid) =>
      makeNode(
        unroll,
        { grid, windings: statedWindingsNode(ring) },
        { ...FLAT, method: 'nearest' },
      ),
    // 64 × 64 voxels a slice in, 128 × 8 out, and 32 bytes for each of 128 places.
    { dispatches: 1, perVoxel: 1, besides: 8 * 128 * (8 + 32) },
  );
});

describe('stretch', () => {
  test('is 1 + κh', async () => {
    const curve = spiral(-1);
    const windings = windingsOf({ curve, angles: 64, axis: AXIS, firstZ: 2 });
    const make = (grid: Node): Node =>
      makeNode(stretch, { grid, windings: statedWindingsNode(windings) }, PARAMS);
    const options = { spacing: GRID.spacing, origin: GRID.origin };
    const out = await compute(engine, awkward('u8', SIZE), SIZE, make, options);
    const angles = anglesTwin(curve, LENGTHS);
    HEIGHTS.forEach((h, j) => {
      angles.forEach((angle, i) => {
        const wanted = 1 + h * curvatureTwin(curve, angle);
        expect(
          Math.abs(out[(2 * 7 + j) * 175 + i]! - wanted),
          `${String(i)} ${String(j)}`,
        ).toBeLessThan(2e-5);
      });
    });
  });

  test('holds what slices differ from the mean sheet', async () => {
    // Two slices, one 10 % larger: lengths of the mean are 5 % shorter there and longer here.
    const windings = windingsOf({
      curve: { handed: 1, from: 0, to: 4 * Math.PI, radius: () => 20 },
      ...{ angles: 64, axis: { x: [32, 32], y: [32, 32] } },
      more: (_, row) => 2 * row - 1,
    });
    const grid = await engine.source(awkward('u8', [64, 64, 2]), [64, 64, 2]);
    const params = { start: 0, length: 100, from: 0, to: 1, step: 1, smooth: 0 };
    const node = makeNode(stretch, { grid, windings: statedWindingsNode(windings) }, params);
    const out = await engine.grid(node);
    const at = (j: number, k: number) => out[(2 * k + j) * 101 + 50]!;
    expect(at(0, 0)).toBeCloseTo(0.95, 5);
    expect(at(0, 1)).toBeCloseTo(1.05, 5);
    expect(at(1, 0)).toBeCloseTo(0.95 * (1 + 1 / 19), 5);
  });

  testNonFinite(stretch, async () => {
    // It reads no values of the grid.
    const data = new Float32Array(61 * 53 * 5).fill(NaN);
    const grid = await engine.source(data, SIZE, { ...GRID });
    const node = makeNode(stretch, { grid, windings: statedWindingsNode(uneven) }, PARAMS);
    expect((await engine.grid(node)).every(Number.isFinite)).toBe(true);
  });

  testTraffic(
    stretch,
    () => engine,
    (grid) => {
      const axis = { x: new Array<number>(8).fill(32), y: new Array<number>(8).fill(32) };
      const curve: Curve = { handed: 1, from: 0, to: 2 * Math.PI, radius: () => 20 };
      const windings = statedWindingsNode(windingsOf({ curve, angles: 64, axis }));
      const params = { start: 0, length: 124, from: -4, to: 3, step: 1, smooth: 0 };
      return makeNode(stretch, { grid, windings }, params);
    },
    { dispatches: 1, perVoxel: 0, besides: 8 * 125 * (8 * 4 + 8) },
  );
});
