import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  DTYPE_NAMES,
  DTYPES,
  makeArray,
  type Dtype,
  type GridArray,
} from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { volumeOf } from '../../src/recipe/geometry.js';
import { makeNode } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { thresholdTwin } from '../reference/threshold.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 24, 3] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

/** Values that run through the dtype's whole range, ends included, in no order. */
function awkward(dtype: Dtype, size: Vec3): GridArray {
  const data = makeArray(dtype, volumeOf(size));
  const { integer, min, max } = DTYPES[dtype];
  const special = integer
    ? [min, max, 0, 1, 7, max - 1]
    : [-0, 0, Infinity, -Infinity, NaN, 1.5, -2, 1e30];
  let state = 12345;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const spread = integer
      ? min + ((state >>> 8) / 2 ** 24) * (max - min)
      : (state >>> 8) / 1e6 - 8;
    data[i] = state % 5 === 0 ? special[(state >>> 4) % special.length]! : spread;
  }
  return data;
}

const SIZES: Vec3[] = [
  [7, 5, 3],
  [33, 1, 1],
  [1, 1, 9],
  [64, 65, 6],
  [96, 3, 1],
];

describe('threshold', () => {
  test.each(DTYPE_NAMES)('equals its twin on %s', async (dtype) => {
    for (const size of SIZES) {
      const data = awkward(dtype, size);
      for (const [lo, hi] of [
        [0, 7],
        [0.5, 1.5],
        [-3, Infinity],
        [-Infinity, 0],
        [1e-50, 1],
        [-1, -1e-50],
      ] as const) {
        const node = makeNode(threshold, { volume: await engine.source(data, size) }, { lo, hi });
        const other = makeNode(threshold, { volume: await bricked.source(data, size) }, { lo, hi });
        const expected = thresholdTwin(data, lo, hi);
        expect(await engine.grid(node)).toEqual(expected);
        expect(await bricked.grid(other)).toEqual(expected);
      }
    }
  });

  test('a region is a crop of the whole', async () => {
    const size: Vec3 = [70, 9, 5];
    const data = awkward('u8', size);
    const node = makeNode(threshold, { volume: await engine.source(data, size) }, { lo: 9 });
    const whole = await engine.grid(node);
    const part = await engine.grid(node, { origin: [37, 2, 1], size: [20, 3, 2] });
    part.forEach((value, i) => {
      const [x, y, z] = [37 + (i % 20), 2 + (Math.floor(i / 20) % 3), 1 + Math.floor(i / 60)];
      expect(value).toBe(whole[(z * 9 + y) * 70 + x]);
    });
  });

  test('moves what it declares: the volume once in, an eighth of a byte per voxel out', async () => {
    const size: Vec3 = [64, 16, 8];
    const node = makeNode(
      threshold,
      { volume: await engine.source(awkward('u8', size), size) },
      { lo: 9 },
    );
    engine.costs();
    await engine.grid(node);
    const cost = engine.costs().find(({ op }) => op === 'threshold')!;
    expect(cost.dispatches).toBe(1);
    expect((cost.read + cost.write) / volumeOf(size)).toBe(1.125);
  });

  test('refuses what makes no sense', async () => {
    const volume = await engine.source(new Uint8Array(8), [2, 2, 2]);
    expect(() => makeNode(threshold, { volume }, {})).toThrow(/lo, hi or both/);
    expect(() => makeNode(threshold, { volume }, { lo: 3, hi: 2 })).toThrow(/at least lo/);
    expect(() => makeNode(threshold, { volume }, { lo: NaN })).toThrow(/allowed/);
    expect(() => makeNode(threshold, { volume }, { low: 1 })).toThrow(/no such parameter/);
  });
});
