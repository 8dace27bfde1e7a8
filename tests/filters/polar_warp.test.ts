import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cast } from '../../src/filters/cast.js';
import { polar } from '../../src/filters/polar.js';
import { warp, warpNode } from '../../src/filters/warp.js';
import type { Dtype } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { gridMeta, makeNode, neededRegion, type Node } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { toLabels } from '../../src/segmentation/to_labels.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { testNonFinite } from '../ops/non_finite.js';
import { testTraffic } from '../ops/traffic.js';
import { gridTwin } from '../reference/geometry.js';
import { polarTwin, warpTwin, wave, type Sampled } from '../reference/resampling.js';
import { awkward } from './volumes.js';

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

const SIZE: Vec3 = [37, 29, 5];
const CASES: readonly [Dtype, Sampled][] = [
  ['u8', { method: 'nearest', border: 'constant', value: 7 }],
  ['i16', { method: 'nearest', border: 'reflect', value: 0 }],
  ['u16', { method: 'linear', border: 'constant', value: 7 }],
  ['u8', { method: 'linear', border: 'nearest', value: 7 }],
  ['i8', { method: 'cubic', border: 'reflect', value: 7 }],
  ['u32', { method: 'cubic', border: 'constant', value: 7 }],
];

function compare(out: ArrayLike<number>, twin: Float64Array, most: number, exact: boolean): void {
  expect(out.length).toBe(twin.length);
  twin.forEach((v, i) => {
    if (exact) expect(out[i], String(i)).toBe(v);
    else expect(Math.abs(out[i]! - v), String(i)).toBeLessThan(1e-5 * most);
  });
}

const greatest = (data: ArrayLike<number>): number =>
  Array.from(data).reduce((a, b) => Math.max(a, Math.abs(b)), 0);

describe('polar', () => {
  const source = gridTwin(SIZE, [0.5, 0.6, 1], [10, -3, 2]);
  const xs = [18.9, 19.2, 19.03, 18.7, 19.4];
  const moving = { centre: [xs, 5.21], from: 1.3, to: 11, step: 0.37, angles: 71 } as const;
  const rays = { from: 1.3, step: 0.37, radii: 27, angles: 71 };

  test.each(CASES)('is what the definition says, of %s, %o', async (dtype, sampled) => {
    const data = awkward(dtype, SIZE);
    const make = (grid: Node): Node => makeNode(polar, { grid }, { ...moving, ...sampled });
    const node = make(await engine.source(data, SIZE, { ...source }));
    const out = await engine.grid(node);
    const twin = polarTwin(data, source, (k) => [xs[k]!, 5.21], rays, sampled);
    compare(out, twin, greatest(data), sampled.method === 'nearest');
    const bricks = await bricked.grid(make(await bricked.source(data, SIZE, { ...source })));
    expect(bricks).toEqual(out);
    // A slice reads its own slice alone, and rays of a part of the turn no more than their box.
    const part = neededRegion(node, 'grid', { origin: [0, 0, 3], size: [16, 4, 1] });
    expect([part.origin[2], part.size[2]]).toEqual([3, 1]);
    expect(part.size[0]).toBeLessThan(20);
  });

  test('says where its voxels lie, and completes what is left out', async () => {
    const grid = await engine.source(awkward('u8', SIZE), SIZE, { ...source });
    const meta = gridMeta(makeNode(polar, { grid }, { centre: [19, 5.4] }));
    // The largest circle ends at y = 13.8, the last row; steps are the smaller spacing.
    expect(meta.size).toEqual([106, 17, 5]);
    expect(meta.spacing[0]).toBeCloseTo((2 * Math.PI * 8.4) / 106, 12);
    expect(meta.spacing.slice(1)).toEqual([0.5, 1]);
    expect(meta.origin).toEqual([0, 0, 2]);
    const near = gridMeta(makeNode(polar, { grid }, { ...moving, reference: 4 }));
    expect(near.spacing[0]).toBeCloseTo((2 * Math.PI * 4) / 71, 12);
    expect(near.origin).toEqual([0, 1.3, 2]);
  });

  test('of masks and labels, which stay what they are', async () => {
    const data = awkward('u8', SIZE).map((v) => v % 3) as Uint8Array<ArrayBuffer>;
    const volume = await engine.source(data, SIZE, { ...source });
    const sampled = { method: 'nearest', border: 'constant', value: 0 } as const;
    const twin = (held: Uint8Array<ArrayBuffer>): number[] =>
      Array.from(polarTwin(held, source, (k) => [xs[k]!, 5.21], rays, sampled));
    const of = async (grid: Node): Promise<number[]> =>
      Array.from(await engine.grid(makeNode(polar, { grid }, { ...moving, method: 'nearest' })));
    expect(await of(makeNode(threshold, { volume }, { lo: 1 }))).toEqual(
      twin(data.map((v) => Math.min(v, 1))),
    );
    expect(await of(makeNode(toLabels, { volume }))).toEqual(twin(data));
  });

  test('refuses what cannot be', async () => {
    const grid = await engine.source(awkward('u8', SIZE), SIZE);
    const make = (options: object) => () =>
      makeNode(polar, { grid }, { centre: [18, 14], ...options });
    expect(make({ centre: [[1, 2], 3] })).toThrow('5 slices');
    expect(make({ centre: [1, NaN] })).toThrow('centre');
    expect(make({ centre: [-3, 14] })).toThrow('to is -3');
    expect(make({ from: 5, to: 4 })).toThrow('from, which is 5');
    expect(make({ step: 1e-5 })).toThrow('65535 radii');
    expect(make({ to: 1e9, step: 1e6 })).toThrow('4194304 voxels');
    const mask = makeNode(threshold, { volume: grid }, { lo: 1 });
    expect(() => makeNode(polar, { grid: mask }, { centre: [1, 1] })).toThrow("'nearest' for mask");
  });

  testNonFinite(polar, async () => {
    const data = new Float32Array([0, 1, NaN, 3, 4, Infinity, 6, 7, 8]);
    const grid = await engine.source(data, [9, 1, 1]);
    const along = async (from: number) =>
      engine.grid(
        makeNode(
          polar,
          { grid },
          { centre: [0, 0], from, to: 8, step: 1, angles: 1, border: 'nearest' },
        ),
      );
    expect(Array.from(await along(0))).toEqual(Array.from(data));
    expect(Array.from(await along(0.5))).toEqual([
      0.5,
      NaN,
      NaN,
      3.5,
      Infinity,
      Infinity,
      6.5,
      7.5,
    ]);
  });

  testTraffic(
    polar,
    () => engine,
    (grid) =>
      makeNode(
        polar,
        { grid },
        { centre: [32, 32], from: 0, to: 31, step: 1, angles: 64, method: 'nearest' },
      ),
    // The box of the rays, 63 × 63 of 64 × 64, and half as many voxels out; tables.
    { dispatches: 1, perVoxel: 1.46, besides: 64 * 32 + 8 * 16, mostPerVoxel: 1.5 },
  );
});

describe('warp', () => {
  const source = gridTwin(SIZE, [0.5, 0.6, 1], [10, -3, 2]);
  const field = gridTwin([40, 11, 6], [0.45, 1.3, 0.9], [9.7, -2.2, 1.6]);
  const most = 1.75;
  const by = [0, 1, 2].map((axis) => wave(field.size, most, axis));

  test.each(CASES)('is what the definition says, of %s, %o', async (dtype, sampled) => {
    const data = awkward(dtype, SIZE);
    const make = async (on: TestEngine, reach: number | null): Promise<Node> => {
      const grid = await on.source(data, SIZE, { ...source });
      const [x, y, z] = await Promise.all(
        by.map((each) => on.source(each, field.size, { ...field })),
      );
      return warpNode(grid, { x, y, z }, { ...sampled, reach });
    };
    const out = await engine.grid(await make(engine, null));
    const twin = warpTwin(data, source, field, by, sampled);
    // The position errs by 4·10⁻⁶ voxel, which moves values of no order by twice their range.
    compare(out, twin, greatest(data), sampled.method === 'nearest');
    expect(await bricked.grid(await make(bricked, most))).toEqual(out);
    const node = await make(engine, most);
    const part = neededRegion(node, 'grid', { origin: [0, 0, 5], size: [40, 11, 1] });
    expect(part.size[2]).toBeLessThan(5);
  });

  test('takes components that are left out for 0, and integers', async () => {
    const data = awkward('u8', SIZE);
    const grid = await engine.source(data, SIZE);
    const shift = await engine.source(new Int8Array(SIZE[0] * SIZE[1] * SIZE[2]).fill(2), SIZE);
    const node = warpNode(grid, { x: undefined, y: shift, z: undefined }, { method: 'nearest' });
    const out = await engine.grid(node);
    const at = (x: number, y: number, z: number) => (z * SIZE[1] + y) * SIZE[0] + x;
    expect(out[at(5, 6, 2)]).toBe(data[at(5, 8, 2)]);
    expect(out[at(5, 27, 2)]).toBe(0);
  });

  test('refuses what cannot be', async () => {
    const grid = await engine.source(awkward('u8', SIZE), SIZE);
    const x = await engine.source(wave(SIZE, 3, 0), SIZE);
    const other = await engine.source(wave([4, 4, 4], 3, 0), [4, 4, 4]);
    const none = { x: undefined, y: undefined, z: undefined };
    expect(() => warpNode(grid, none, {})).toThrow('at least one volume');
    expect(() => warpNode(grid, { ...none, x, y: other }, {})).toThrow("y is 'of size 4×4×4'");
    const far = await engine.source(wave(SIZE, 3, 0), SIZE, { unit: 'mm' });
    expect(() => warpNode(grid, { ...none, x: far }, {})).toThrow("the grid's unit");
    const mask = makeNode(threshold, { volume: grid }, { lo: 1 });
    expect(() => warpNode(mask, { ...none, x }, {})).toThrow("'nearest' for mask");
    await expect(engine.grid(warpNode(grid, { ...none, x }, { reach: 2 }))).rejects.toThrow(
      'the greatest displacement, 2.99',
    );
  });

  testNonFinite(warp, async () => {
    const data = Float32Array.of(0, NaN, 2, Infinity, 4, 5);
    const grid = await engine.source(data, [6, 1, 1]);
    const x = await engine.source(Float32Array.of(0, 1, 0.5, NaN, Infinity, 9000), [6, 1, 1]);
    const node = warpNode(
      grid,
      { x, y: undefined, z: undefined },
      { value: -1, border: 'nearest' },
    );
    expect(Array.from(await engine.grid(node))).toEqual([0, 2, Infinity, -1, -1, -1]);
  });

  testTraffic(
    warp,
    () => engine,
    (volume) => {
      const x = makeNode(cast, { volume }, { dtype: 'f32' });
      return makeNode(warp, { grid: volume, x }, { method: 'nearest' });
    },
    { dispatches: 1, perVoxel: 6 },
  );
});
