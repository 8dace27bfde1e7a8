import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bin } from '../../src/filters/bin.js';
import { crop } from '../../src/filters/crop.js';
import { flip } from '../../src/filters/flip.js';
import { pad } from '../../src/filters/pad.js';
import { resample } from '../../src/filters/resample.js';
import type { Dtype } from '../../src/recipe/dtype.js';
import { volumeOf, type Axis, type Vec3 } from '../../src/recipe/geometry.js';
import type { GridMeta } from '../../src/recipe/meta.js';
import { exactnessOf, gridMeta, makeNode, type Node } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { binTwin, fill, flipTwin, reader, resampleTwin } from '../reference/geometry.js';
import type { BorderRule } from '../reference/windows.js';
import { compute } from './engines.js';
import { awkward, smooth } from './volumes.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [128, 4, 2] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

/** The mask of positive values: 0 and 1 by halves, nearly. */
const positive = (volume: Node): Node => makeNode(threshold, { volume }, { lo: 100 });

describe('pad', () => {
  test.each<[Dtype, Vec3, Vec3, Vec3, BorderRule]>([
    ['u8', [37, 5, 3], [3, 0, 2], [1, 4, 0], 'reflect'],
    ['u8', [7, 5, 3], [40, 11, 9], [0, 0, 0], 'reflect'],
    ['i16', [33, 3, 2], [31, 2, 1], [2, 2, 2], 'constant'],
    ['u16', [5, 4, 3], [1, 2, 3], [64, 1, 0], 'nearest'],
    ['f32', [6, 4, 3], [2, 2, 2], [2, 2, 2], 'reflect'],
    ['u32', [6, 4, 3], [0, 0, 0], [0, 0, 0], 'constant'],
  ])(
    'of %s, size %j, before %j, after %j, border %s',
    async (dtype, size, before, after, border) => {
      const data = awkward(dtype, size);
      const params = { before, after, border, value: 7 };
      const out = await compute(engine, data, size, (grid) => makeNode(pad, { grid }, params));
      const at = reader(data, size, border, 7);
      const outSize = size.map((n, i) => n + before[i]! + after[i]!) as [number, number, number];
      expect(out).toEqual(
        fill(data, outSize, (x, y, z) => at(x - before[0], y - before[1], z - before[2])),
      );
    },
  );

  test('of a mask, with ones; cropping undoes it', async () => {
    const size: Vec3 = [37, 5, 3];
    const data = awkward('u8', size);
    const padded = (v: Node): Node =>
      makeNode(pad, { grid: positive(v) }, { before: 3, after: 2, value: 1 });
    const out = await compute(engine, data, size, padded);
    const at = reader(
      data.map((v) => (v >= 100 ? 1 : 0)),
      size,
      'constant',
      1,
    );
    expect(out).toEqual(fill(new Uint8Array(0), [42, 10, 8], (x, y, z) => at(x - 3, y - 3, z - 3)));
    const region = { origin: [3, 3, 3], size };
    const back = await compute(engine, data, size, (v) =>
      makeNode(crop, { grid: padded(v) }, { region }),
    );
    expect(back).toEqual(data.map((v) => (v >= 100 ? 1 : 0)));
  });

  test('keeps voxels in their place', async () => {
    const grid = await engine.source(new Uint8Array(8), [2, 2, 2], {
      spacing: [0.5, 1, 2],
      unit: 'µm',
    });
    const node = makeNode(pad, { grid }, { before: [2, 0, 1], after: 1 });
    expect(gridMeta(node)).toMatchObject({
      size: [5, 3, 4],
      origin: [-1, 0, -2],
      spacing: [0.5, 1, 2],
    });
  });
});

describe('flip', () => {
  test.each<[Dtype, Axis[]]>([
    ['u8', ['x']],
    ['u16', ['y', 'x']],
    ['f32', ['z']],
    ['i8', ['x', 'y', 'z']],
  ])('of %s along %j, and back', async (dtype, axes) => {
    const size: Vec3 = [37, 6, 5];
    const data = awkward(dtype, size);
    const once = (grid: Node): Node => makeNode(flip, { grid }, { axes });
    expect(await compute(engine, data, size, once)).toEqual(flipTwin(data, size, axes));
    expect(await compute(engine, data, size, (grid) => once(once(grid)))).toEqual(data);
  });

  // Rows of whole vectors of four words; in bricks they are of the mirrored place.
  test.each<[Dtype, Vec3, Axis[]]>([
    ['u8', [48, 6, 5], ['x', 'z']],
    ['i16', [72, 7, 1], ['x', 'y']],
    ['u16', [64, 9, 5], ['y']],
    ['f32', [12, 3, 5], ['x', 'y', 'z']],
  ])('of %s, size %j along %j, whole and in bricks', async (dtype, size, axes) => {
    const data = awkward(dtype, size);
    const once = (grid: Node): Node => makeNode(flip, { grid }, { axes });
    const expected = flipTwin(data, size, axes);
    for (const on of [engine, bricked])
      expect(await compute(on, data, size, once)).toEqual(expected);
  });

  test.each<[Vec3]>([[[37, 6, 5]], [[128, 5, 3]]])('of a mask, size %j', async (size) => {
    const data = awkward('u8', size);
    const out = await compute(engine, data, size, (v) =>
      makeNode(flip, { grid: positive(v) }, { axes: 'x' }),
    );
    expect(out).toEqual(
      flipTwin(
        data.map((v) => (v >= 100 ? 1 : 0)),
        size,
        ['x'],
      ),
    );
  });
});

describe('resample', () => {
  const SPACING: Vec3 = [0.5, 1.5, 2];
  const ORIGIN: Vec3 = [3, -2, 10];
  /** Where the outer faces lie along an axis. */
  const facesOf = ({ origin, spacing, size }: GridMeta, axis: 0 | 1 | 2): [number, number] => [
    origin[axis] - spacing[axis] / 2,
    origin[axis] + (size[axis] - 0.5) * spacing[axis],
  ];

  test.each<[string, Record<string, unknown>, boolean]>([
    ['size, finer', { size: [24, 14, 12] }, true],
    ['size, coarser', { size: [5, 4, 3] }, true],
    ['spacing that divides the extent', { spacing: [0.75, 0.75, 1] }, true],
    ['spacing that does not', { spacing: [0.7, 2, 1.7] }, false],
  ])('samples lie where their values are: %s', async (_, params, keepsCentre) => {
    const size: Vec3 = [12, 7, 6];
    // A ramp of the physical position.
    const at = (p: readonly number[]): number => 2 * p[0]! - 3 * p[1]! + 5 * p[2]!;
    const place = (i: number, [nx, ny]: Vec3): Vec3 => [
      i % nx,
      Math.floor(i / nx) % ny,
      Math.floor(i / nx / ny),
    ];
    const data = Float32Array.from({ length: volumeOf(size) }, (__, i) =>
      at(place(i, size).map((n, k) => ORIGIN[k]! + n * SPACING[k]!)),
    );
    const grid = await engine.source(data, size, { spacing: SPACING, origin: ORIGIN });
    const node = makeNode(resample, { grid }, params);
    const meta = gridMeta(node);
    const found = await engine.grid(node);
    let inner = 0;
    found.forEach((value, i) => {
      const p = place(i, meta.size).map((n, k) => meta.origin[k]! + n * meta.spacing[k]!);
      const last = size.map((n, k) => ORIGIN[k]! + (n - 1) * SPACING[k]!);
      // Beyond the outermost centres the border's rule holds.
      if (p.some((x, k) => x < ORIGIN[k]! || x > last[k]!)) return;
      inner += 1;
      expect(value).toBeCloseTo(at(p), 4);
    });
    expect(inner).toBeGreaterThan(8);
    for (const axis of [0, 1, 2] as const) {
      const before = facesOf(gridMeta(grid), axis);
      const after = facesOf(meta, axis);
      expect(after[0]).toBeCloseTo(before[0], 12);
      if (keepsCentre) expect(after[1]).toBeCloseTo(before[1], 12);
      else expect(Math.abs(after[1] - before[1])).toBeLessThanOrEqual(meta.spacing[axis] / 2);
    }
  });

  test.each<[Dtype, Vec3, Vec3, 'nearest' | 'linear' | 'cubic', BorderRule]>([
    ['u8', [20, 7, 5], [45, 9, 5], 'linear', 'reflect'],
    ['u8', [20, 7, 5], [45, 9, 3], 'nearest', 'reflect'],
    ['u16', [45, 7, 5], [20, 5, 9], 'cubic', 'reflect'],
    ['i16', [6, 5, 4], [37, 6, 7], 'cubic', 'nearest'],
    ['i8', [34, 5, 4], [70, 3, 2], 'nearest', 'constant'],
    ['u32', [6, 5, 4], [33, 3, 5], 'nearest', 'nearest'],
    ['u8', [6, 5, 1], [13, 10, 1], 'linear', 'constant'],
    ['u8', [6, 5, 4], [13, 10, 9], 'cubic', 'constant'],
  ])('of %s, size %j to %j, %s, border %s', async (dtype, size, outSize, method, border) => {
    const data = awkward(dtype, size);
    const params = { size: outSize, method, border, value: 7 };
    const out = await compute(engine, data, size, (grid) => makeNode(resample, { grid }, params));
    const scale = size.map((n, i) => n / outSize[i]!) as [number, number, number];
    const expected = resampleTwin(data, size, outSize, scale, method, border, 7);
    const most = Array.from(data).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    expected.forEach((v, i) => {
      if (method === 'nearest') expect(out[i]).toBe(v);
      else expect(Math.abs(out[i]! - v)).toBeLessThan(1e-6 * most);
    });
  });

  test('to a spacing: outer faces stay, and so does a ramp', async () => {
    const size: Vec3 = [9, 4, 3];
    const data = Float32Array.from({ length: volumeOf(size) }, (_, i) => i % 9);
    const make = (grid: Node): Node =>
      makeNode(resample, { grid }, { spacing: [0.25, 2, 1], method: 'cubic' });
    const out = await compute(engine, data, size, make, { spacing: [0.5, 1, 1] });
    const meta = gridMeta(make(await engine.source(data, size, { spacing: [0.5, 1, 1] })));
    expect(meta).toMatchObject({
      size: [18, 2, 3],
      spacing: [0.25, 2, 1],
      origin: [-0.125, 0.5, 0],
    });
    for (let x = 4; x < 14; x++) {
      // Value of the ramp at the sample's physical place.
      expect(out[x]!).toBeCloseTo((meta.origin[0] + x * 0.25) / 0.5, 5);
    }
  });

  test('a NaN spreads to the samples that weigh it', async () => {
    const data = Float32Array.of(1, 2, NaN, 4);
    const same = await compute(engine, data, [4, 1, 1], (grid) =>
      makeNode(resample, { grid }, { size: [4, 1, 1] }),
    );
    expect(Array.from(same)).toEqual([1, 2, NaN, 4]);
    const finer = await compute(engine, data, [4, 1, 1], (grid) =>
      makeNode(resample, { grid }, { size: [8, 1, 1] }),
    );
    expect(Array.from(finer)).toEqual([1, 1.25, 1.75, NaN, NaN, NaN, NaN, 4]);
  });
});

describe('bin', () => {
  test.each<[Dtype, Vec3, number | Vec3, 'mean' | 'mode']>([
    ['u8', [75, 9, 5], 2, 'mean'],
    ['i8', [37, 9, 5], [3, 2, 1], 'mean'],
    ['u16', [40, 8, 6], [2, 4, 3], 'mean'],
    ['i16', [11, 8, 6], 3, 'mean'],
    ['u32', [10, 8, 6], 2, 'mean'],
    ['i32', [10, 8, 6], [5, 2, 2], 'mean'],
    // Pairs of rows of whole vectors.
    ['u8', [48, 9, 5], 2, 'mean'],
    ['i8', [64, 6, 1], [2, 2, 1], 'mean'],
    ['u16', [24, 5, 6], [2, 1, 2], 'mean'],
    ['i16', [40, 6, 5], 2, 'mean'],
    ['i16', [16, 3, 2], [2, 1, 1], 'mean'],
    ['u8', [75, 9, 5], 2, 'mode'],
    ['i16', [37, 9, 5], [3, 2, 1], 'mode'],
    ['f32', [11, 8, 6], [2, 3, 2], 'mode'],
  ])('of %s, size %j by %j, %s', async (dtype, size, factor, by) => {
    // Few values, so that some are frequent.
    const data = awkward(dtype, size).map((v, i) => (by === 'mode' && i % 4 !== 0 ? i % 3 : v));
    const out = await compute(engine, data, size, (grid) =>
      makeNode(bin, { grid }, { factor, by }),
    );
    const three: Vec3 = typeof factor === 'number' ? [factor, factor, factor] : factor;
    expect(out).toEqual(binTwin(data, size, three, by, dtype));
  });

  test('of 16 bits in bricks', async () => {
    const size: Vec3 = [48, 9, 7];
    const data = awkward('i16', size);
    const out = await compute(bricked, data, size, (grid) =>
      makeNode(bin, { grid }, { factor: 2 }),
    );
    expect(out).toEqual(binTwin(data, size, [2, 2, 2], 'mean', 'i16'));
  });

  test.each<[Vec3, Vec3]>([
    [
      [75, 6, 4],
      [5, 3, 2],
    ],
    [
      [72, 6, 4],
      [2, 2, 2],
    ],
    [
      [12, 5, 3],
      [2, 2, 1],
    ],
  ])('of f32 by mean, size %j by %j', async (size, factor) => {
    const data = smooth(size);
    data[1] = NaN;
    const out = await compute(engine, data, size, (grid) => makeNode(bin, { grid }, { factor }));
    binTwin(data, size, factor, 'mean', 'f32').forEach((v, i) => {
      if (Number.isNaN(v)) expect(out[i]).toBeNaN();
      else expect(Math.abs(out[i]! - v)).toBeLessThan(1e-4);
    });
  });

  test('of a mask by mode: ties are 0', async () => {
    const size: Vec3 = [70, 6, 4];
    const data = awkward('u8', size);
    const out = await compute(engine, data, size, (v) =>
      makeNode(bin, { grid: positive(v) }, { factor: 2, by: 'mode' }),
    );
    expect(out).toEqual(
      binTwin(
        data.map((v) => (v >= 100 ? 1 : 0)),
        size,
        [2, 2, 2],
        'mode',
        'u8',
      ),
    );
  });

  test('moves the origin to the middle of the first block', async () => {
    const grid = await engine.source(new Uint8Array(60), [5, 4, 3], { spacing: [1, 2, 3] });
    expect(gridMeta(makeNode(bin, { grid }, { factor: [2, 2, 1] }))).toMatchObject({
      size: [2, 2, 3],
      spacing: [2, 4, 3],
      origin: [0.5, 1, 0],
    });
  });
});

describe('what they move, promise and refuse', () => {
  test('bytes and dispatches', async () => {
    const size: Vec3 = [64, 16, 8];
    const grid = await engine.source(awkward('u8', size), size);
    const cost = async (node: Node): Promise<number[]> => {
      engine.costs();
      await engine.grid(node);
      const { dispatches, read, write } = engine.costs().find((c) => c.op === node.op.name)!;
      return [dispatches, read, write];
    };
    const n = volumeOf(size);
    const axes = 64 + 16 + 8;
    expect(await cost(makeNode(flip, { grid }, { axes: 'x' }))).toEqual([1, n, n]);
    expect(await cost(makeNode(pad, { grid }, { after: [0, 0, 8] }))).toEqual([
      1,
      n + 4 * (axes + 8),
      2 * n,
    ]);
    expect(await cost(makeNode(bin, { grid }, { factor: 2 }))).toEqual([1, n, n / 8]);
    expect(await cost(makeNode(resample, { grid }, { size: [64, 32, 8] }))).toEqual([
      1,
      n + 8 * 2 * (axes + 16),
      8 * n,
    ]);
    expect(
      await cost(makeNode(resample, { grid }, { size: [64, 32, 8], method: 'nearest' })),
    ).toEqual([1, n + 4 * (axes + 16), 2 * n]);
  });

  test('which are exact', async () => {
    const u = await engine.source(new Uint8Array(8), [2, 2, 2]);
    const f = await engine.source(new Float32Array(8), [2, 2, 2]);
    expect(exactnessOf(makeNode(bin, { grid: u }, { factor: 2 }))).toBe('exact');
    expect(exactnessOf(makeNode(bin, { grid: f }, { factor: 2 }))).toBe('float-dependent');
    expect(exactnessOf(makeNode(bin, { grid: f }, { factor: 2, by: 'mode' }))).toBe('exact');
    expect(exactnessOf(makeNode(resample, { grid: u }, { size: 4 }))).toBe('float-dependent');
    expect(exactnessOf(makeNode(resample, { grid: f }, { size: 4, method: 'nearest' }))).toBe(
      'exact',
    );
  });

  test('bad parameters', async () => {
    const grid = await engine.source(new Uint8Array(8), [2, 2, 2]);
    const mask = positive(grid);
    expect(() => makeNode(pad, { grid }, { before: -1 })).toThrow(/≥ 0/);
    expect(() => makeNode(pad, { grid }, { after: 1, value: 256 })).toThrow(/0 to 255/);
    expect(() => makeNode(pad, { grid: mask }, { after: 1, value: 2 })).toThrow(/0 or 1/);
    expect(() => makeNode(flip, { grid }, { axes: [] })).toThrow(/'x', 'y', 'z'/);
    expect(() => makeNode(flip, { grid }, { axes: ['x', 'x'] })).toThrow(/different/);
    expect(() => makeNode(resample, { grid }, {})).toThrow(/exactly one/);
    expect(() => makeNode(resample, { grid }, { size: 4, spacing: 1 })).toThrow(/exactly one/);
    expect(() => makeNode(resample, { grid }, { spacing: 0 })).toThrow(/> 0/);
    expect(() => makeNode(resample, { grid }, { spacing: 1e-6 })).toThrow(/65535/);
    expect(() => makeNode(resample, { grid: mask }, { size: 4 })).toThrow(/'nearest' for mask/);
    expect(() => makeNode(bin, { grid }, { factor: 3 })).toThrow(/at most the size/);
    expect(() => makeNode(bin, { grid }, { factor: 1.5 })).toThrow(/whole number/);
    expect(() => makeNode(bin, { grid: mask }, { factor: 2 })).toThrow(/'mode' for mask/);
  });
});
