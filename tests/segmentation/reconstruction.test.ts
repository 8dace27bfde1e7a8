import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeArray, type Dtype, type GridArray } from '../../src/recipe/dtype.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode } from '../../src/recipe/op.js';
import { extremaNode } from '../../src/segmentation/extrema.js';
import { reconstruct } from '../../src/segmentation/reconstruct.js';
import { Random } from '../../src/synthetic/index.js';
import golden from '../golden/segmentation.json' with { type: 'json' };
import { openTestEngine, type TestEngine } from '../harness.js';
import { maximaTwin, reconstructTwin } from '../reference/reconstruction.js';

type Connectivity = 6 | 18 | 26;

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

async function rebuilt(
  values: GridArray,
  seed: GridArray,
  size: Vec3,
  by: 'dilation' | 'erosion',
  connectivity: Connectivity = 6,
): Promise<number[]> {
  const inputs = {
    volume: await engine.source(values, size),
    seed: await engine.source(seed, size),
  };
  return Array.from(await engine.grid(makeNode(reconstruct, inputs, { by, connectivity })));
}

async function extremal(
  values: GridArray,
  size: Vec3,
  params: { of: 'maxima' | 'minima'; h?: number; connectivity?: Connectivity },
): Promise<number[]> {
  return Array.from(await engine.grid(extremaNode(await engine.source(values, size), params)));
}

function array(dtype: string, values: readonly number[]): GridArray {
  const data = makeArray(dtype as Dtype, values.length);
  data.set(values);
  return data;
}

/** Whole numbers from 0 to below `levels`, smoothed a little, so that plateaus occur. */
function bumpy([nx, ny, nz]: Vec3, levels: number, dtype: Dtype, seed: number): GridArray {
  const random = new Random(seed);
  const data = makeArray(dtype, nx * ny * nz);
  for (let i = 0; i < data.length; i++)
    data[i] = Math.floor(((random.uniform() + random.uniform()) / 2) * levels);
  return data;
}

const SIZES: readonly Vec3[] = [
  [7, 5, 3],
  [33, 1, 1],
  [1, 1, 9],
  [1, 40, 1],
  [20, 17, 9],
];

describe('reconstruction', () => {
  test('a peak is cut to its seed, a plateau behind a wall stays out', async () => {
    const values = Uint8Array.of(0, 5, 9, 7, 0, 4, 6, 0);
    const seed = Uint8Array.of(0, 0, 8, 0, 0, 0, 0, 0);
    expect(await rebuilt(values, seed, [8, 1, 1], 'dilation')).toEqual([0, 5, 8, 7, 0, 0, 0, 0]);
    const lower = Int16Array.of(-5, 3, -2, 8);
    const upper = Int16Array.of(7, 3, 7, 8);
    expect(await rebuilt(lower, upper, [4, 1, 1], 'erosion')).toEqual([3, 3, 3, 8]);
  });

  test.each(golden.landscapes.map((given, i) => [i, given] as const))(
    'equals scikit-image on landscape %i',
    async (_, given) => {
      const size = given.size as unknown as Vec3;
      const { h } = given;
      const connectivity = given.connectivity as Connectivity;
      const values = array(given.dtype, given.values);
      const lower = values.map((v) => Math.max(v - h, 0));
      const upper = values.map((v) => v + h);
      const bits = (text: string): number[] => Array.from(text, Number);
      const whole = given.dtype !== 'f32';
      const dilated = await rebuilt(values, lower, size, 'dilation', connectivity);
      const eroded = await rebuilt(values, upper, size, 'erosion', connectivity);
      if (whole) expect([dilated, eroded]).toEqual([given.dilation, given.erosion]);
      dilated.forEach((v, i) => {
        expect(v).toBeCloseTo(given.dilation[i]!, 4);
        expect(eroded[i]).toBeCloseTo(given.erosion[i]!, 4);
      });
      const found = (of: 'maxima' | 'minima', depth?: number): Promise<number[]> =>
        extremal(values, size, { of, connectivity, ...(depth === undefined ? {} : { h: depth }) });
      expect(await found('maxima')).toEqual(bits(given.maxima));
      expect(await found('minima')).toEqual(bits(given.minima));
      expect(await found('maxima', h)).toEqual(bits(given.hMaxima));
      expect(await found('minima', h)).toEqual(bits(given.hMinima));
    },
  );

  test('equals its twin in every dtype', async () => {
    const dtypes: readonly Dtype[] = ['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'f32'];
    for (const [k, dtype] of dtypes.entries()) {
      const size = SIZES[k % SIZES.length]!;
      const connectivity = ([6, 18, 26] as const)[k % 3]!;
      const values = bumpy(size, 30, dtype, k);
      const seed = bumpy(size, 24, dtype, 100 + k);
      for (const by of ['dilation', 'erosion'] as const)
        expect([dtype, by, await rebuilt(values, seed, size, by, connectivity)]).toEqual([
          dtype,
          by,
          reconstructTwin(values, seed, size, by, connectivity),
        ]);
    }
  });

  test('NaN is a wall; infinities are heights', async () => {
    const values = Float32Array.of(4, 3, NaN, 3, 5, -Infinity, Infinity);
    const seed = Float32Array.of(4, -9, -9, -9, -9, -Infinity, 2);
    expect(await rebuilt(values, seed, [7, 1, 1], 'dilation')).toEqual([
      4,
      3,
      NaN,
      -9,
      -9,
      -Infinity,
      2,
    ]);
  });

  test('extrema equal their twin: plateaus, borders, depths', async () => {
    for (const [k, size] of SIZES.entries()) {
      const connectivity = ([6, 18, 26] as const)[k % 3]!;
      const values = bumpy(size, 12, k % 2 === 0 ? 'u8' : 'f32', 7 * k);
      const turned = values.map((v) => 12 - v);
      for (const h of [undefined, 1, 3, 8]) {
        const twin = Array.from(maximaTwin(values, size, connectivity, h));
        const depth = h === undefined ? {} : { h };
        expect(await extremal(values, size, { of: 'maxima', connectivity, ...depth })).toEqual(
          twin,
        );
        expect(await extremal(turned, size, { of: 'minima', connectivity, ...depth })).toEqual(
          twin,
        );
      }
    }
  });

  test('a constant volume has no extrema, and nothing stands out by more than the range', async () => {
    const flat = new Uint16Array(60).fill(7);
    expect(await extremal(flat, [5, 4, 3], { of: 'maxima' })).toEqual(new Array(60).fill(0));
    const step = Uint8Array.of(0, 0, 5, 5);
    expect(await extremal(step, [4, 1, 1], { of: 'maxima', h: 5 })).toEqual([0, 0, 1, 1]);
    expect(await extremal(step, [4, 1, 1], { of: 'maxima', h: 5.5 })).toEqual([0, 0, 0, 0]);
    expect(await extremal(step, [4, 1, 1], { of: 'minima', h: 4.2 })).toEqual([1, 1, 0, 0]);
  });

  test('a seed of another dtype or size is refused with what is allowed', async () => {
    const volume = await engine.source(new Uint8Array(8), [2, 2, 2]);
    const wide = await engine.source(new Uint16Array(8), [2, 2, 2]);
    const small = await engine.source(new Uint8Array(4), [2, 2, 1]);
    expect(() => makeNode(reconstruct, { volume, seed: wide })).toThrow(/dtype of the volume, u8/);
    expect(() => makeNode(reconstruct, { volume, seed: small })).toThrow(/size/);
    expect(() => extremaNode(volume, { h: -1 })).toThrow(/h/);
  });

  test.each([1, 2, 3, 4, 5, 8, 12])('water reaches all of 2^%i basins', async (rounds) => {
    // Basins whose passes rise like the marks of a ruler: every round of merging halves their
    // number, so that the last pass is crossed in a round that is known.
    const nx = 2 ** (rounds + 1) - 1;
    const passes = (x: number): number => 32 - Math.clz32(x & -x);
    const values = Uint8Array.from({ length: nx }, (_, i) => (i % 2 === 0 ? 0 : passes(i + 1)));
    const seed = new Uint8Array(nx).fill(255);
    seed[0] = 50;
    const risen = await rebuilt(values, seed, [nx, 1, 1], 'erosion');
    expect(risen).toEqual(new Array(nx).fill(50));
  });

  test('a long winding path ends', async () => {
    // A serpentine of 1,024 voxels, higher than its walls: the seed's height must go all the way.
    const size: Vec3 = [63, 32, 1];
    const values = new Uint8Array(volumeOf(size));
    for (let y = 0; y < 32; y++)
      for (let x = 0; x < 63; x++) {
        const turn = x % 2 === 1 && y === (x % 4 === 1 ? 31 : 0);
        if (x % 2 === 0 || turn) values[y * 63 + x] = 200;
      }
    const seed = new Uint8Array(values.length);
    seed[0] = 150;
    const expected = Array.from(values, (v) => Math.min(v, 150));
    expect(await rebuilt(values, seed, size, 'dilation')).toEqual(expected);
  });
});
