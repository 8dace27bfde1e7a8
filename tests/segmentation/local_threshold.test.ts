import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeArray, type Dtype, type GridArray } from '../../src/recipe/dtype.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { localThreshold, localThresholdNode } from '../../src/segmentation/local_threshold.js';
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
        // They agree wherever rounding does not decide.
        const slack = 1e-4;
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
        const slack = 1e-4;
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

  test.each<[Dtype, number, number, number]>([
    ['f32', 0.2, 1, 1e6],
    ['f32', 0.2, 0.2000001, -3.4028234663852886e38],
    ['f32', 2e-30, 2.5e-30, 1],
    ['i32', -7, -6, -(2 ** 31)],
    ['i32', 7, 8, 2 ** 31 - 1],
    ['u32', 0, 1, 2 ** 32 - 1],
    ['u32', 4_000_000_000, 4_000_000_001, 0],
  ])(
    'of %s, %d is not lost beside %d, nor does %d far away matter',
    async (dtype, flat, top, far) => {
      const size: Vec3 = [64, 1, 1];
      const values = makeArray(dtype, 64).fill(flat);
      values[10] = top;
      values[63] = far;
      for (const method of ['mean', 'niblack'] as const)
        for (const window of [
          [5, 1, 1],
          [9, 1, 1],
        ] as const)
          for (const on of [engine, bricked]) {
            const mask = await found(values, size, { size: window, method, k: -0.5 }, on);
            const ones = mask.flatMap((bit, i) => (bit === 1 && i < 50 ? [i] : []));
            expect([method, window, ones]).toEqual([method, window, [10]]);
          }
    },
  );

  test.each<[Dtype, readonly number[], number, readonly number[]]>([
    ['f32', [100, 110, 120, 130, 140], 0, [1, 1, 0, 1, 1]],
    ['i32', [100, 110, 120, 130, 140], 0, [1, 1, 0, 1, 1]],
    ['u32', [100, 110, 120, 130, 140], 0, [1, 1, 0, 1, 1]],
    ['u8', [100, 110, 120, 130, 140], 0, [1, 1, 0, 1, 1]],
    ['f32', [100, 110, 120, 130, 140], 1e6, [0, 0, 0, 0, 0]],
    ['i32', [-5, -4, -3, -2, -1], 2 ** 31 - 1, [0, 0, 0, 0, 0]],
    ['u32', [1, 2, 3, 4, 5], 2 ** 32 - 1, [0, 0, 0, 0, 0]],
  ])(
    'of %s %j, the constant %d beyond the volume counts as it is',
    async (dtype, line, value, above) => {
      const values = makeArray(dtype, 5);
      values.set(line);
      const params = { size: [5, 1, 1], border: 'constant', value };
      // The middle one's window holds no constant: it is the mean.
      for (const on of [engine, bricked])
        expect(await found(values, [5, 1, 1], params, on)).toEqual(above);
      // Beyond y and z as well: 4 of 5 rows, and 24 of 25, are constants.
      const cube = { size: [5, 5, 5], border: 'constant', value };
      const ones = line.map((v) => (v > value ? 1 : 0));
      expect(await found(values, [5, 1, 1], cube)).toEqual(ones);
    },
  );

  test.each<Dtype>(['u32', 'i32', 'f32'])(
    'of %s, windows of all kinds are those of the definition, in bricks too',
    async (dtype) => {
      const size: Vec3 = [37, 10, 9];
      const random = new Random(3);
      const values = makeArray(dtype, volumeOf(size));
      // Magnitudes from 2^0 to 2^29 side by side, of either sign.
      for (let i = 0; i < values.length; i++) {
        const v = Math.floor(2 ** (29 * random.uniform()));
        values[i] = dtype !== 'u32' && random.uniform() < 0.5 ? -v : v;
      }
      for (const window of [
        [3, 3, 3],
        [9, 1, 5],
        [3, 11, 9],
      ] satisfies Vec3[])
        for (const rule of [
          { method: 'mean' },
          { method: 'mean', offset: 1000.5 },
          { method: 'niblack', k: 0.7 },
          { method: 'sauvola', k: 0.3, r: 1e8 },
        ] satisfies LocalRule[]) {
          const twin = localThresholdTwin(values, size, window, rule, 'reflect');
          const mask = await found(values, size, { ...rule, size: window });
          const wrong = mask.filter(
            (bit, i) => Math.abs(twin[i]!) > 2 ** 29 * 1e-6 && bit !== (twin[i]! > 0 ? 1 : 0),
          );
          expect([window, rule, wrong.length]).toEqual([window, rule, 0]);
          expect(await found(values, size, { ...rule, size: window }, bricked)).toEqual(mask);
        }
    },
  );

  test('of u32 and i32 the mean is compared in whole numbers, at the ends of the dtype', async () => {
    const size: Vec3 = [3, 1, 1];
    const window = { size: [3, 1, 1] };
    for (const values of [
      Uint32Array.of(2 ** 32 - 3, 2 ** 32 - 2, 2 ** 32 - 1),
      Int32Array.of(-(2 ** 31), 1 - 2 ** 31, 2 - 2 ** 31),
      Int32Array.of(2 ** 31 - 3, 2 ** 31 - 2, 2 ** 31 - 1),
    ]) {
      expect(await found(values, size, window)).toEqual([0, 0, 1]);
      expect(await found(values, size, { ...window, offset: 1e-6 })).toEqual([0, 1, 1]);
      expect(await found(values, size, { ...window, offset: -1 / 3 })).toEqual([0, 0, 0]);
      expect(await found(values, size, { ...window, offset: 1e30 })).toEqual([1, 1, 1]);
      expect(await found(values, size, { ...window, offset: -1e30 })).toEqual([0, 0, 0]);
    }
  });

  test('the widest windows and greatest values of 32 bits do not overflow', async () => {
    // 255 × 257 × 1 = 65535 voxels.
    for (const values of [
      new Uint32Array(64).fill(2 ** 32 - 1),
      new Int32Array(64).fill(-(2 ** 31)),
      new Float32Array(64).fill(-3.4028234663852886e38),
    ]) {
      const others = values.map((v, i) => (i === 5 ? 0 : v));
      const top = values[0]! > 0 ? 0 : 1;
      for (const method of ['mean', 'niblack'] as const) {
        const params = { method, size: [255, 257, 1], k: -0.01 };
        expect(new Set(await found(values, [8, 8, 1], params))).toEqual(new Set([0]));
        const mask = await found(others, [8, 8, 1], params);
        expect(mask[5]).toBe(top);
        expect(mask[6]).toBe(1 - top);
      }
    }
  });

  test('bad parameters are refused', async () => {
    const volume = await engine.source(new Uint8Array(8), [2, 2, 2]);
    expect(() => localThresholdNode(volume, { size: 4 })).toThrow(/odd/);
    expect(() => localThresholdNode(volume, { size: 101 })).toThrow(/65535/);
    expect(() => localThresholdNode(volume, { method: 'median' })).toThrow(/'sauvola'/);
    expect(() => localThresholdNode(volume, { r: 0 })).toThrow(/> 0/);
    const floats = await engine.source(new Float32Array(8), [2, 2, 2]);
    expect(() => makeNode(localThreshold, { volume: floats }, { method: 'sauvola' })).toThrow(
      /range/,
    );
  });
});
