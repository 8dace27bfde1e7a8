import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeArray, type Dtype, type GridArray } from '../../src/recipe/dtype.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { localThresholdNode } from '../../src/segmentation/local_threshold.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { makeNode } from '../../src/recipe/op.js';
import { Random } from '../../src/synthetic/index.js';
import golden from '../golden/segmentation.json' with { type: 'json' };
import { openTestEngine, type TestEngine } from '../harness.js';
import { localThresholdTwin, type LocalRule } from '../reference/local_threshold.js';

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

async function found(
  values: GridArray,
  size: Vec3,
  params: Readonly<Record<string, unknown>>,
  on = engine,
  within?: Uint8Array<ArrayBuffer>,
): Promise<number[]> {
  const mask = within && makeNode(threshold, { volume: await on.source(within, size) }, { lo: 1 });
  return Array.from(await on.grid(localThresholdNode(await on.source(values, size), params, mask)));
}

function noisy([nx, ny, nz]: Vec3, dtype: Dtype, seed: number): GridArray {
  const random = new Random(seed);
  const data = makeArray(dtype, nx * ny * nz);
  for (let i = 0; i < data.length; i++)
    data[i] = Math.round(random.uniform() * 90) + (i % nx) + (dtype === 'f32' ? 0.25 : 0);
  return data;
}

const SIZES: readonly Vec3[] = [
  [7, 5, 3],
  [33, 1, 1],
  [1, 1, 9],
  [66, 9, 10],
  [5, 3, 37],
];

describe('local thresholds', () => {
  test.each(golden.local.map((given, i) => [i, given] as const))(
    'equal scikit-image on volume %i',
    async (_, given) => {
      const size = given.size as unknown as Vec3;
      const values = makeArray(given.dtype as Dtype, volumeOf(size));
      values.set(given.values);
      const r = given.dtype === 'u8' ? 127.5 : 32767.5;
      const results = {
        mean: await found(values, size, { size: given.window, offset: 3.5 }),
        niblack: await found(values, size, { method: 'niblack', size: given.window, k: 0.3 }),
        sauvola: await found(values, size, { method: 'sauvola', size: given.window, k: 0.2 }),
      };
      // The default of r is half the dtype's range.
      expect(await found(values, size, { method: 'sauvola', size: given.window, r })).toEqual(
        results.sauvola,
      );
      let compared = 0;
      const compare = (method: 'mean' | 'niblack' | 'sauvola', i: number): void => {
        compared += 1;
        expect([i, method, results[method][i]]).toEqual([i, method, Number(given[method][i])]);
      };
      for (let i = 0; i < values.length; i++) {
        if (given.sure[i] === '1') compare('mean', i);
        if (given.sureInside[i] !== '1') continue;
        compare('niblack', i);
        compare('sauvola', i);
      }
      expect(compared).toBeGreaterThan(values.length);
    },
  );

  test('equal their twin in every dtype, and in bricks', async () => {
    const rules: readonly LocalRule[] = [
      { method: 'mean', offset: 0 },
      { method: 'mean', offset: -7.25 },
      { method: 'niblack', k: -0.4 },
      { method: 'sauvola', k: 0.3, r: 40 },
    ];
    const dtypes: readonly Dtype[] = ['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'f32'];
    for (const [k, dtype] of dtypes.entries()) {
      const size = SIZES[k % SIZES.length]!;
      const values = noisy(size, dtype, k);
      for (const rule of rules) {
        const params = { ...rule, size: [5, 3, 7], border: k % 2 === 0 ? 'reflect' : 'nearest' };
        const twin = localThresholdTwin(values, size, [5, 3, 7], rule, params.border);
        const mask = await found(values, size, params);
        // Of 32-bit volumes, levels round the values; others agree wherever rounding does not
        // decide.
        const slack = ['u32', 'i32', 'f32'].includes(dtype) ? 0.05 : 1e-4;
        let wrong = 0;
        mask.forEach((bit, i) => {
          if (Math.abs(twin[i]!) > slack && bit !== (twin[i]! > 0 ? 1 : 0)) wrong += 1;
        });
        expect([dtype, rule, wrong]).toEqual([dtype, rule, 0]);
        expect(await found(values, size, params, bricked)).toEqual(mask);
      }
    }
  });

  test('within a mask equal their twin in every dtype, and in bricks', async () => {
    const rules: readonly LocalRule[] = [
      { method: 'mean', offset: 0 },
      { method: 'mean', offset: -7.25 },
      { method: 'sauvola', k: 0.3, r: 40 },
    ];
    const size: Vec3 = [66, 9, 10];
    // Half a cylinder, and nothing else for a stretch that is longer than the window.
    const within = Uint8Array.from({ length: volumeOf(size) }, (_, i) =>
      i % 66 < 40 && ((Math.floor(i / 66) % 9) - 4) ** 2 + (Math.floor(i / 594) - 5) ** 2 < 16
        ? 1
        : 0,
    );
    for (const [k, dtype] of (['u8', 'i16', 'f32'] as const).entries()) {
      const values = noisy(size, dtype, k);
      for (const rule of rules) {
        const params = { ...rule, size: [5, 3, 7], border: k % 2 === 0 ? 'reflect' : 'nearest' };
        const twin = localThresholdTwin(values, size, [5, 3, 7], rule, params.border, within);
        const mask = await found(values, size, params, engine, within);
        const slack = dtype === 'f32' ? 0.05 : 1e-4;
        let wrong = 0;
        mask.forEach((bit, i) => {
          if (Math.abs(twin[i]!) > slack && bit !== (twin[i]! > 0 ? 1 : 0)) wrong += 1;
        });
        expect([dtype, rule, wrong]).toEqual([dtype, rule, 0]);
        expect(mask.some((bit) => bit === 1)).toBe(true);
        expect(await found(values, size, params, bricked, within)).toEqual(mask);
      }
    }
  });

  test('within a mask: air around a sample does not count, and all voxels are the same as none named', async () => {
    const size: Vec3 = [12, 1, 1];
    const values = Uint8Array.of(0, 0, 0, 0, 90, 100, 90, 100, 0, 0, 0, 0);
    const sample = values.map((v) => (v > 0 ? 1 : 0));
    const params = { size: [7, 1, 1] };
    // Beside the air, everything is above the mean; of the sample alone, its brighter voxels.
    expect((await found(values, size, params)).slice(4, 8)).toEqual([1, 1, 1, 1]);
    expect((await found(values, size, params, engine, sample)).slice(4, 8)).toEqual([0, 1, 0, 1]);
    const all = new Uint8Array(12).fill(1);
    for (const method of ['mean', 'niblack', 'sauvola'])
      expect(await found(values, size, { ...params, method }, engine, all)).toEqual(
        await found(values, size, { ...params, method }),
      );
    const volume = await engine.source(values, size);
    const other = makeNode(
      threshold,
      { volume: await engine.source(new Uint8Array(8), [2, 2, 2]) },
      { lo: 1 },
    );
    expect(() => localThresholdNode(volume, {}, other)).toThrow(/size/);
  });

  test('the mean is compared in whole numbers', async () => {
    // 4 is the mean of 3, 4, 5 exactly; with an offset it is above.
    const values = Uint8Array.of(3, 4, 5);
    const size: Vec3 = [3, 1, 1];
    const window = [3, 1, 1];
    expect(await found(values, size, { size: window })).toEqual([0, 0, 1]);
    expect(await found(values, size, { size: window, offset: 1e-6 })).toEqual([0, 1, 1]);
    expect(await found(values, size, { size: window, offset: -1 / 3 })).toEqual([0, 0, 0]);
    expect(await found(values, size, { size: window, offset: 1000 })).toEqual([1, 1, 1]);
    expect(await found(values, size, { size: window, offset: -1000 })).toEqual([0, 0, 0]);
  });

  test('NaN is never above, +∞ always; both leave the sums alone', async () => {
    const values = Float32Array.of(1, NaN, 3, Infinity, 1.75, -Infinity);
    expect(await found(values, [6, 1, 1], { size: [11, 1, 1] })).toEqual([0, 0, 1, 1, 0, 0]);
    const nothing = new Float32Array(5).fill(NaN);
    expect(await found(nothing, [5, 1, 1], { method: 'niblack' })).toEqual([0, 0, 0, 0, 0]);
  });

  test('bad parameters are refused', async () => {
    const volume = await engine.source(new Uint8Array(8), [2, 2, 2]);
    expect(() => localThresholdNode(volume, { size: 4 })).toThrow(/odd/);
    expect(() => localThresholdNode(volume, { size: 101 })).toThrow(/65535/);
    expect(() => localThresholdNode(volume, { method: 'median' })).toThrow(/'sauvola'/);
    expect(() => localThresholdNode(volume, { r: 0 })).toThrow(/> 0/);
  });
});
