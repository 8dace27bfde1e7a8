import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gaussian } from '../../src/filters/gaussian.js';
import { gaussianWeights } from '../../src/filters/gaussian_weights.js';
import { makeArray, type Dtype, type GridArray } from '../../src/recipe/dtype.js';
import type { Region, Vec3 } from '../../src/recipe/geometry.js';
import { voxels } from '../../src/recipe/length.js';
import { makeNode } from '../../src/recipe/op.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { castTwin, gaussianTwin } from '../reference/filters.js';
import { cut, smooth } from './volumes.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 8, 3] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

interface Options {
  readonly spacing?: Vec3;
  readonly region?: Region;
}

async function run(
  on: TestEngine,
  data: GridArray,
  size: Vec3,
  params: Record<string, unknown>,
  { spacing, region }: Options = {},
): Promise<GridArray> {
  const volume = await on.source(data, size, spacing === undefined ? {} : { spacing });
  return on.grid(makeNode(gaussian, { volume }, params), region);
}

/** Largest difference, relative to the range of the values. */
function deviation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  const reference = Array.from(b);
  const scale = Math.max(1e-30, ...reference.map(Math.abs));
  return Math.max(...Array.from(a, (v, i) => Math.abs(v - reference[i]!))) / scale;
}

const CASES: readonly [Dtype, Vec3, Vec3, 'reflect' | 'nearest' | 'constant'][] = [
  ['u8', [7, 5, 3], [1, 1, 1], 'reflect'],
  ['u16', [33, 1, 1], [0.5, 1, 1], 'constant'],
  ['f32', [1, 1, 9], [1, 1, 2], 'reflect'],
  ['i8', [40, 9, 4], [2, 1, 0.5], 'nearest'],
  ['i16', [67, 6, 5], [0.25, 1, 3], 'reflect'],
  ['u32', [5, 35, 2], [1, 0.5, 1], 'nearest'],
  ['i32', [6, 3, 37], [1, 1, 0.1], 'reflect'],
  ['f32', [33, 34, 2], [0.4, 0.7, 9], 'constant'],
  // Rows of a multiple of eight voxels have kernels of their own.
  ['u8', [80, 70, 5], [0.5, 1, 1], 'reflect'],
  ['i16', [136, 7, 9], [0.3, 1, 1], 'nearest'],
  ['u16', [72, 20, 10], [1, 0.5, 1], 'reflect'],
  ['i8', [16, 9, 70], [2, 1, 0.5], 'constant'],
  ['f32', [24, 5, 70], [0.3, 1, 0.4], 'constant'],
];

describe('gaussian', () => {
  test.each(CASES)(
    'of %s, size %j, spacing %j, border %s equals its twin',
    async (dtype, size, spacing, border) => {
      const data = smooth(size);
      const integers = dtype === 'f32' ? data : makeArray(dtype, data.length);
      if (dtype !== 'f32') data.forEach((v, i) => (integers[i] = castTwin(v, dtype)));
      const out = await run(
        engine,
        integers,
        size,
        { sigma: 1.3, truncate: 3, border, value: 12 },
        { spacing },
      );
      const sigma: Vec3 = [1.3 / spacing[0], 1.3 / spacing[1], 1.3 / spacing[2]];
      expect(deviation(out, gaussianTwin(integers, size, sigma, 3, border, 12))).toBeLessThan(1e-6);
    },
  );

  test('with a radius far beyond the volume reflects again and again', async () => {
    const data = smooth([9, 4, 3]);
    const out = await run(engine, data, [9, 4, 3], { sigma: voxels(20) });
    expect(
      deviation(out, gaussianTwin(data, [9, 4, 3], [20, 20, 20], 4, 'reflect', 0)),
    ).toBeLessThan(5e-6);
  });

  test('weights sum to 1, to the last digits of f32', () => {
    for (const [sigma, radius] of [
      [0.3, 1],
      [1, 4],
      [2, 8],
      [40, 160],
    ] as const) {
      const [centre, ...sides] = gaussianWeights(sigma, radius);
      expect(Math.abs(centre! + 2 * sides.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(6e-8);
    }
  });

  test('keeps a constant volume', async () => {
    const out = await run(engine, new Uint16Array(40 * 9 * 5).fill(1000), [40, 9, 5], { sigma: 2 });
    for (const v of out) expect(Math.abs(v - 1000)).toBeLessThan(3e-4);
  });

  test('without reach is the same values as f32', async () => {
    const data = Uint8Array.from({ length: 70 }, (_, i) => 3 * i);
    expect(await run(engine, data, [35, 2, 1], { sigma: 0.1 })).toEqual(Float32Array.from(data));
  });

  test('mirrors with its input, bit for bit', async () => {
    for (const size of [
      [45, 7, 6],
      [48, 7, 7],
    ] satisfies Vec3[]) {
      const data = smooth(size);
      const out = await run(engine, data, size, { sigma: 1.7 });
      const mirrored = await run(engine, data.slice().reverse(), size, { sigma: 1.7 });
      expect(mirrored.slice().reverse()).toEqual(out);
    }
  });

  test('in bricks and of regions equals the whole, bit for bit', async () => {
    for (const [width, border] of [
      [70, 'reflect'],
      [72, 'reflect'],
      [72, 'constant'],
    ] as const) {
      const size: Vec3 = [width, 21, 9];
      const data = smooth(size);
      const whole = await run(engine, data, size, { sigma: 1.5, border });
      expect(await run(bricked, data, size, { sigma: 1.5, border })).toEqual(whole);
      const region: Region = { origin: [37, 3, 2], size: [20, 9, 3] };
      expect(await run(engine, data, size, { sigma: 1.5, border }, { region })).toEqual(
        cut(whole, size, region),
      );
    }
  });

  test('spreads NaN over its window and nowhere else', async () => {
    const data = new Float32Array(41);
    data[20] = NaN;
    const out = await run(engine, data, [41, 1, 1], { sigma: 1 });
    expect(Array.from(out, (v) => (Number.isNaN(v) ? 1 : 0))).toEqual(
      Array.from(out, (_, i) => (Math.abs(i - 20) <= 4 ? 1 : 0)),
    );
    data[20] = Infinity;
    const infinite = await run(engine, data, [41, 1, 1], { sigma: 1 });
    infinite.forEach((v, i) => {
      expect(v).toBe(Math.abs(i - 20) <= 4 ? Infinity : 0);
    });
  });

  test('declares at most 24 bytes per voxel beside halo and weights', async () => {
    engine.costs();
    await run(engine, smooth([64, 32, 32], 7), [64, 32, 32], { sigma: 1 });
    const cost = engine.costs().find(({ op }) => op.includes('gaussian'));
    const weights = 3 * 5 * 4;
    expect([cost?.dispatches, (cost?.read ?? 0) + (cost?.write ?? 0) - weights]).toEqual([
      3,
      24 * 65536,
    ]);
  });

  test('refuses a sigma of 0', async () => {
    const volume = await engine.source(new Uint8Array(8), [2, 2, 2]);
    expect(() => makeNode(gaussian, { volume }, { sigma: 0 })).toThrow(/length > 0/);
  });
});
