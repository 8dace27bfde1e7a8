import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  bottomHatNode,
  greyCloseNode,
  greyDilate,
  greyErode,
  greyOpenNode,
  topHatNode,
} from '../../src/filters/grey_morphology.js';
import { medianNode } from '../../src/filters/median.js';
import { rank } from '../../src/filters/rank.js';
import type { Dtype } from '../../src/recipe/dtype.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { ballOffsets, boxOffsets, rankTwin, type BorderRule } from '../reference/windows.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { compute } from './engines.js';
import { awkward } from './volumes.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 4, 2] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

const BOXES: readonly [Dtype, Vec3, number | Vec3, BorderRule][] = [
  ['u8', [7, 5, 3], 3, 'reflect'],
  ['u8', [70, 9, 6], [5, 1, 3], 'reflect'],
  ['u8', [70, 6, 5], [7, 3, 1], 'constant'],
  ['u8', [40, 5, 4], [9, 5, 3], 'nearest'],
  ['u8', [50, 4, 9], [23, 1, 15], 'constant'],
  ['u8', [1, 1, 9], 9, 'reflect'],
  ['i8', [33, 1, 1], 5, 'constant'],
  ['i8', [13, 6, 5], [1, 1, 1], 'reflect'],
  ['u16', [37, 6, 5], 5, 'reflect'],
  ['u16', [35, 20, 3], [13, 17, 3], 'constant'],
  ['i16', [34, 9, 4], [3, 7, 5], 'reflect'],
  ['u32', [35, 4, 3], 3, 'constant'],
  ['i32', [9, 8, 7], [7, 9, 3], 'nearest'],
  ['f32', [35, 6, 5], [3, 5, 3], 'reflect'],
  ['f32', [11, 9, 4], [11, 3, 5], 'constant'],
  // Rows of whole vectors.
  ['u8', [64, 7, 5], [5, 5, 3], 'constant'],
  ['i8', [48, 6, 7], [9, 9, 9], 'reflect'],
  ['u16', [24, 19, 6], 5, 'nearest'],
  ['i16', [40, 9, 8], [7, 5, 9], 'constant'],
  ['u32', [8, 18, 3], [9, 5, 3], 'reflect'],
  ['f32', [20, 7, 6], [3, 3, 5], 'constant'],
  // As many words, but with pads.
  ['u8', [15, 5, 4], [5, 3, 3], 'reflect'],
  ['u16', [39, 4, 3], [3, 3, 1], 'constant'],
];

describe('a box', () => {
  test.each(BOXES)('of %s, size %j, window %j, border %s', async (dtype, size, window, border) => {
    const data = awkward(dtype, size);
    const box: Vec3 = typeof window === 'number' ? [window, window, window] : window;
    const params = { size: window, border, value: 7 };
    for (const [op, at] of [
      [greyErode, 0],
      [greyDilate, -1],
    ] as const) {
      const out = await compute(engine, data, size, (volume) => makeNode(op, { volume }, params));
      expect(out).toEqual(rankTwin(data, dtype, size, boxOffsets(box), border, 7, at));
    }
  });
});

const BALLS: readonly [Dtype, Vec3, number, Vec3, BorderRule][] = [
  ['u8', [37, 9, 7], 1, [1, 1, 1], 'reflect'],
  ['u8', [40, 8, 6], 3, [1, 1, 1], 'constant'],
  ['u16', [34, 7, 6], 0.3, [0.1, 0.13, 0.2], 'reflect'],
  ['i16', [9, 6, 5], 2.5, [1, 2, 4], 'nearest'],
  ['f32', [33, 6, 4], 2.3, [1, 1, 0.7], 'constant'],
  ['u8', [1, 1, 9], 4, [1, 1, 1], 'reflect'],
  // Rows of whole vectors.
  ['u8', [48, 7, 5], 2.5, [1, 1, 1], 'constant'],
  ['i8', [64, 6, 1], 3, [1, 1, 1], 'reflect'],
  ['u16', [40, 9, 5], 3, [1, 1, 1], 'nearest'],
  ['i16', [16, 5, 6], 2, [1, 1, 1], 'constant'],
  ['f32', [12, 5, 4], 2.3, [1, 1, 0.7], 'reflect'],
  // More slices than an invocation owns.
  ['u16', [5, 3, 37], 2, [1, 1, 1], 'constant'],
  // Beyond what registers hold; of rows of whole vectors, and of others.
  ['u16', [24, 6, 5], 5, [1, 1, 1], 'constant'],
  ['i8', [21, 7, 4], 3, [1, 1, 0.5], 'reflect'],
];

test('a ball is the same in bricks', async () => {
  const size: Vec3 = [45, 7, 6];
  const data = awkward('i16', size);
  const params = { radius: 3, border: 'constant', value: 7 };
  const make = (volume: Node): Node => makeNode(greyErode, { volume }, params);
  expect(await compute(bricked, data, size, make)).toEqual(await compute(engine, data, size, make));
});

describe('a ball', () => {
  test.each(BALLS)(
    'of %s, size %j, radius %d, spacing %j, border %s',
    async (dtype, size, radius, spacing, border) => {
      const data = awkward(dtype, size);
      const params = { radius, border, value: 7 };
      const offsets = ballOffsets(radius, spacing);
      for (const [op, at] of [
        [greyErode, 0],
        [greyDilate, -1],
      ] as const) {
        const make = compute(engine, data, size, (volume) => makeNode(op, { volume }, params), {
          spacing,
        });
        expect(await make).toEqual(rankTwin(data, dtype, size, offsets, border, 7, at));
      }
    },
  );
});

describe('compositions', () => {
  const size: Vec3 = [40, 7, 6];
  const box = boxOffsets([3, 3, 3]);
  const data = awkward('u8', size);
  const eroded = rankTwin(data, 'u8', size, box, 'reflect', 0, 0);
  const dilated = rankTwin(data, 'u8', size, box, 'reflect', 0, -1);
  const opened = rankTwin(eroded, 'u8', size, box, 'reflect', 0, -1);
  const closed = rankTwin(dilated, 'u8', size, box, 'reflect', 0, 0);

  test('opening and closing', async () => {
    expect(await compute(engine, data, size, (v) => greyOpenNode(v, { size: 3 }))).toEqual(opened);
    expect(await compute(engine, data, size, (v) => greyCloseNode(v, { size: 3 }))).toEqual(closed);
  });

  test('hats are what these take away and add', async () => {
    const top = await compute(engine, data, size, (v) => topHatNode(v, { size: 3 }));
    const bottom = await compute(engine, data, size, (v) => bottomHatNode(v, { size: 3 }));
    expect(top).toEqual(data.map((value, i) => value - opened[i]!));
    expect(bottom).toEqual(data.map((value, i) => closed[i]! - value));
  });
});

const RANKS: readonly [Dtype, Vec3, number | Vec3, number, BorderRule][] = [
  ['u8', [37, 6, 5], 3, 25, 'reflect'],
  ['u8', [9, 7, 3], [5, 3, 1], 80, 'constant'],
  ['u8', [34, 3, 2], [11, 1, 3], 100, 'reflect'],
  ['i8', [6, 5, 4], 3, 0, 'constant'],
  ['u16', [35, 4, 3], [5, 3, 3], 50, 'nearest'],
  ['i16', [7, 5, 3], 5, 10, 'reflect'],
  ['i32', [6, 4, 3], 3, 90, 'constant'],
  ['u32', [33, 1, 1], 7, 33.3, 'reflect'],
  ['f32', [11, 5, 3], 3, 75, 'reflect'],
  ['f32', [1, 1, 9], [1, 1, 5], 20, 'constant'],
  // Cubes of kernels of their own.
  ['i16', [34, 5, 1], 3, 4, 'nearest'],
  ['u16', [64, 4, 3], 3, 97, 'constant'],
  ['f32', [3, 2, 4], 3, 30, 'constant'],
  ['u8', [50, 6, 4], 5, 25, 'constant'],
  ['f32', [27, 4, 3], 5, 99, 'reflect'],
  ['i8', [30, 5, 9], 7, 60, 'nearest'],
  ['u16', [25, 8, 7], 7, 1, 'constant'],
];

/** Few values by networks, more by their bits; long rows, slabs of one slice. */
const WINDOWS: readonly [Dtype, Vec3, Vec3, number, BorderRule][] = [
  ['u8', [37, 6, 1], [3, 3, 1], 40, 'constant'],
  ['u16', [9, 7, 5], [5, 1, 5], 60, 'reflect'],
  ['i16', [34, 3, 2], [9, 3, 1], 30, 'nearest'],
  ['f32', [18, 4, 3], [1, 3, 7], 50, 'constant'],
  ['i8', [35, 5, 4], [7, 3, 3], 20, 'reflect'],
  ['u8', [2, 1, 3], [11, 3, 1], 70, 'reflect'],
  ['u16', [40, 9, 4], [9, 9, 1], 45, 'constant'],
  ['i32', [20, 5, 4], [11, 3, 5], 80, 'nearest'],
];
const RANK_BALLS: readonly [Dtype, Vec3, number, Vec3, number, BorderRule][] = [
  ['u8', [37, 6, 5], 1, [1, 1, 1], 50, 'reflect'],
  ['i16', [36, 5, 4], 1.5, [1, 1, 1], 20, 'constant'],
  ['f32', [13, 6, 5], 2, [1, 1, 1], 80, 'nearest'],
  ['u16', [34, 7, 6], 4.2, [1, 1.5, 2], 30, 'constant'],
  ['u8', [40, 6, 4], 5, [1, 1, 1], 65, 'reflect'],
  ['u16', [33, 6, 4], 3, [1, 1, 1], 0, 'reflect'],
  ['f32', [9, 5, 4], 2, [1, 1, 0.7], 100, 'constant'],
];

describe('windows that are no cubes', () => {
  test.each(WINDOWS)(
    '%s, size %j, box %j, percentile %d, %s',
    async (dtype, size, box, p, border) => {
      const data = awkward(dtype, size);
      const n = volumeOf(box);
      const at = Math.min(n - 1, Math.floor((n * p) / 100));
      const params = { size: box, percentile: p, border, value: 7 };
      const expected = rankTwin(data, dtype, size, boxOffsets(box), border, 7, at);
      for (const on of [engine, bricked])
        expect(
          await compute(on, data, size, (volume) => makeNode(rank, { volume }, params)),
        ).toEqual(expected);
    },
  );

  test.each(RANK_BALLS)(
    '%s, size %j, ball %d, spacing %j, percentile %d, %s',
    async (dtype, size, radius, spacing, p, border) => {
      const data = awkward(dtype, size);
      const offsets = ballOffsets(radius, spacing);
      const at = Math.min(offsets.length - 1, Math.floor((offsets.length * p) / 100));
      const params = { radius, percentile: p, border, value: 7 };
      const out = await compute(
        engine,
        data,
        size,
        (volume) => makeNode(rank, { volume }, params),
        { spacing },
      );
      expect(out).toEqual(rankTwin(data, dtype, size, offsets, border, 7, at));
    },
  );
});

test('ranks of 27 on either side of where the network changes', async () => {
  const size: Vec3 = [13, 5, 3];
  const data = awkward('u16', size);
  for (const at of [1, 8, 9, 12, 17, 18, 25]) {
    const params = { size: 3, percentile: (100 * (at + 0.5)) / 27 };
    const out = await compute(engine, data, size, (volume) => makeNode(rank, { volume }, params));
    expect(out, String(at)).toEqual(
      rankTwin(data, 'u16', size, boxOffsets([3, 3, 3]), 'reflect', 0, at),
    );
  }
});

describe('rank', () => {
  test.each(RANKS)(
    'of %s, size %j, window %j, percentile %d, border %s',
    async (dtype, size, window, percentile, border) => {
      const data = awkward(dtype, size);
      const box: Vec3 = typeof window === 'number' ? [window, window, window] : window;
      const n = volumeOf(box);
      const at = Math.min(n - 1, Math.floor((n * percentile) / 100));
      const params = { size: window, percentile, border, value: 7 };
      const out = await compute(engine, data, size, (volume) => makeNode(rank, { volume }, params));
      expect(out).toEqual(rankTwin(data, dtype, size, boxOffsets(box), border, 7, at));
    },
  );
});

describe('medians that are ranks', () => {
  test('of a ball, anisotropic; whole, in bricks and of 9 voxels', async () => {
    const size: Vec3 = [37, 6, 5];
    const data = awkward('i16', size);
    const spacing: Vec3 = [1, 1.5, 2];
    const offsets = ballOffsets(3.2, spacing);
    const expected = rankTwin(data, 'i16', size, offsets, 'nearest', 0, (offsets.length - 1) / 2);
    for (const on of [engine, bricked]) {
      const volume = await on.source(data, size, { spacing });
      expect(await on.grid(medianNode(volume, { radius: 3.2, border: 'nearest' }))).toEqual(
        expected,
      );
    }
    const box = boxOffsets([9, 9, 9]);
    expect(await engine.grid(medianNode(await engine.source(data, size), { size: 9 }))).toEqual(
      rankTwin(data, 'i16', size, box, 'reflect', 0, (box.length - 1) / 2),
    );
  });
});

describe('what it moves and refuses', () => {
  test('bytes per voxel and dispatches', async () => {
    const size: Vec3 = [64, 16, 8];
    const volume = await engine.source(awkward('u16', size), size);
    const bytes = async (op: typeof greyErode | typeof rank, params: object): Promise<unknown> => {
      engine.costs();
      await engine.grid(makeNode(op as typeof greyErode, { volume }, { ...params }));
      const cost = engine.costs().find((c) => c.op === op.name)!;
      return [cost.dispatches, (cost.read + cost.write) / volumeOf(size)];
    };
    expect(await bytes(greyErode, { size: 5 })).toEqual([3, 12]);
    expect(await bytes(greyErode, { size: [1, 1, 5] })).toEqual([1, 4]);
    expect(await bytes(rank, { size: 3 })).toEqual([1, 4]);
    expect(await bytes(greyErode, { radius: 1 })).toEqual([1, 4]);
    // A ball of radius 5 has five lengths of rows: single voxels are 4 B/voxel, each of the others
    // a pass along x and 6 B/voxel; and offsets of 8 B a row.
    const [dispatches, moved] = (await bytes(greyErode, { radius: 5 })) as [number, number];
    expect([dispatches, Math.round(moved)]).toEqual([9, 44]);
  });

  test('bad parameters', async () => {
    const volume = await engine.source(new Uint8Array(8), [2, 2, 2]);
    const erode = (params: Record<string, unknown>) => () =>
      makeNode(greyErode, { volume }, params);
    expect(erode({ size: 4 })).toThrow(/odd number/);
    expect(erode({ size: [3, 3] })).toThrow(/odd number/);
    expect(erode({ size: -1 })).toThrow(/odd number/);
    expect(erode({ radius: 0 })).toThrow(/length > 0/);
    expect(erode({ radius: 40 })).toThrow(/lengths up to that of the volume, voxels\(32\)/);
    const long = await engine.source(new Uint8Array(64), [64, 1, 1]);
    expect(() => makeNode(greyErode, { volume: long }, { radius: 40 })).toThrow(/at most 32/);
    expect(erode({ size: 3, radius: 2 })).toThrow(/not both/);
    expect(erode({ border: 'wrap' })).toThrow(/'reflect'/);
    expect(erode({ border: 'constant', value: 300 })).toThrow(/integer from 0 to 255/);
    expect(() => makeNode(rank, { volume }, { percentile: 101 })).toThrow(/≤ 100/);
    expect(() => makeNode(rank, { volume }, { size: 13 })).toThrow(/from 1 to 11/);
    expect(() => makeNode(rank, { volume }, { radius: 6 })).toThrow(/at most 5 voxels/);
    expect(() => makeNode(rank, { volume }, { size: 3, radius: 1 })).toThrow(/not both/);
    expect(() => medianNode(volume, { size: 4 })).toThrow(/odd number/);
  });
});
