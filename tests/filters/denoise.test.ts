import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  anisotropicDiffusion,
  anisotropicDiffusionNode,
} from '../../src/filters/anisotropic_diffusion.js';
import { bilateral, bilateralNode } from '../../src/filters/bilateral.js';
import { nonLocalMeans, nonLocalMeansNode } from '../../src/filters/non_local_means.js';
import { totalVariation, totalVariationNode } from '../../src/filters/total_variation.js';
import { unsharpNode } from '../../src/filters/unsharp.js';
import { makeArray, type Dtype, type GridArray } from '../../src/recipe/dtype.js';
import type { Region, Vec3 } from '../../src/recipe/geometry.js';
import { voxels } from '../../src/recipe/length.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { noiseNode } from '../../src/stats/noise.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import {
  bilateralTwin,
  diffusionTwin,
  nonLocalMeansTwin,
  totalVariationTwin,
} from '../reference/denoise.js';
import { cut, smooth } from './volumes.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 5, 3] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

/** Values 0 … 120 of a dtype: two levels, with noise. */
function noisy(dtype: Dtype, size: Vec3): GridArray {
  const grain = smooth(size, 5);
  const data = makeArray(dtype, grain.length);
  const [nx, ny] = size;
  grain.forEach((v, i) => {
    const [x, y] = [i % nx, Math.floor(i / nx) % ny];
    data[i] = (x + y > (nx + ny) / 2 ? 90 : 30) + 0.3 * v;
  });
  return data;
}

function expectClose(got: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): void {
  expect(got.length).toBe(wanted.length);
  const worst = Math.max(...Array.from(got, (v, i) => Math.abs(v - wanted[i]!)));
  expect(worst).toBeLessThan(tolerance);
}

describe('bilateral', () => {
  const CASES: readonly [Dtype, Vec3, Vec3, 'reflect' | 'nearest' | 'constant'][] = [
    ['u8', [7, 5, 3], [1, 1, 1], 'reflect'],
    ['f32', [33, 1, 1], [0.5, 1, 1], 'constant'],
    ['i16', [1, 1, 9], [1, 1, 1], 'nearest'],
    ['u16', [35, 6, 4], [1, 0.6, 2], 'reflect'],
  ];
  test.each(CASES)(
    'of %s, %j, spacing %j, %s equals its twin to 10⁻⁴ of 120',
    async (dtype, size, spacing, border) => {
      const data = noisy(dtype, size);
      const volume = await engine.source(data, size, { spacing });
      const params = { sigma: 1.2, contrast: 25, border, value: 50 };
      const sigma = spacing.map((d) => 1.2 / d) as unknown as Vec3;
      const reach = size.map((n, i) =>
        n === 1 ? 0 : Math.ceil(2 * sigma[i]! - 1e-9),
      ) as unknown as Vec3;
      const wanted = bilateralTwin(data, size, sigma, reach, 25, border, 50);
      expectClose(await engine.grid(makeNode(bilateral, { volume }, params)), wanted, 2e-4);
    },
  );
});

describe('non-local means', () => {
  const CASES: readonly [Dtype, Vec3, Vec3, Vec3, 'reflect' | 'nearest' | 'constant'][] = [
    ['u8', [7, 5, 3], [3, 3, 3], [5, 5, 5], 'reflect'],
    ['f32', [33, 1, 1], [7, 3, 3], [9, 5, 5], 'constant'],
    ['u16', [1, 1, 19], [3, 3, 5], [5, 5, 7], 'nearest'],
    ['u8', [14, 9, 11], [3, 1, 3], [7, 3, 5], 'reflect'],
    ['u16', [24, 6, 3], [7, 3, 3], [11, 3, 3], 'nearest'],
    ['f32', [19, 7, 1], [5, 3, 3], [3, 5, 3], 'constant'],
    ['u8', [5, 18, 6], [1, 5, 5], [3, 3, 1], 'reflect'],
    ['u8', [9, 3, 5], [3, 3, 7], [1, 3, 3], 'reflect'],
  ];
  test.each(CASES)(
    'of %s, %j, patch %j, search %j, %s equals its twin to 10⁻⁶ of 120',
    async (dtype, size, patch, search, border) => {
      const data = noisy(dtype, size);
      const volume = await engine.source(data, size);
      const params = { patch, search, h: 20, noise: 15, border, value: 50 };
      const reach = (window: Vec3): Vec3 =>
        window.map((n, i) => (size[i] === 1 ? 0 : (n - 1) / 2)) as unknown as Vec3;
      const wanted = nonLocalMeansTwin(data, size, reach(patch), reach(search), 20, 15, border, 50);
      expectClose(await engine.grid(makeNode(nonLocalMeans, { volume }, params)), wanted, 2e-4);
    },
  );
});

describe('anisotropic diffusion', () => {
  const CASES: readonly [Dtype, Vec3, Vec3, 'exponential' | 'rational'][] = [
    ['u8', [7, 5, 3], [1, 1, 1], 'exponential'],
    ['f32', [33, 1, 1], [2, 1, 1], 'rational'],
    ['f32', [6, 9, 5], [1, 0.5, 2], 'exponential'],
    ['u16', [24, 5, 19], [1, 0.5, 2], 'exponential'],
    ['u8', [32, 4, 1], [1, 1, 1], 'rational'],
  ];
  test.each(CASES)(
    'of %s, %j, spacing %j, %s equals its twin to 10⁻⁴',
    async (dtype, size, spacing, conductance) => {
      const data = noisy(dtype, size);
      const volume = await engine.source(data, size, { spacing });
      const got = await engine.grid(
        makeNode(anisotropicDiffusion, { volume }, { iterations: 7, contrast: 25, conductance }),
      );
      const conduct = (s: number): number =>
        conductance === 'exponential' ? Math.exp(-s * s) : 1 / (1 + s * s);
      expectClose(got, diffusionTwin(data, size, spacing, 7, 25, conduct), 1e-4);
      const mean = (all: ArrayLike<number>): number =>
        Array.from(all).reduce((a, b) => a + b, 0) / all.length;
      expect(Math.abs(mean(got) - mean(data))).toBeLessThan(1e-4);
    },
  );
});

describe('total variation', () => {
  const CASES: readonly [Dtype, Vec3, Vec3][] = [
    ['u8', [7, 5, 3], [1, 1, 1]],
    ['f32', [1, 33, 1], [2, 1, 1]],
    ['f32', [6, 9, 5], [1, 0.5, 2]],
    ['u16', [24, 5, 19], [1, 0.5, 2]],
  ];
  test.each(CASES)(
    'of %s, %j, spacing %j equals its twin to 10⁻⁴',
    async (dtype, size, spacing) => {
      const data = noisy(dtype, size);
      const volume = await engine.source(data, size, { spacing });
      const got = await engine.grid(
        makeNode(totalVariation, { volume }, { iterations: 9, weight: 12 }),
      );
      expectClose(got, totalVariationTwin(data, size, spacing, 12, 9), 1e-4);
    },
  );
});

/** Every denoiser with parameters given, small enough for tiny bricks. */
const DENOISERS: Readonly<Record<string, (volume: Node) => Node>> = {
  bilateral: (volume) => makeNode(bilateral, { volume }, { sigma: voxels(1), contrast: 20 }),
  nonLocalMeans: (volume) => makeNode(nonLocalMeans, { volume }, { search: 5, h: 12, noise: 10 }),
  anisotropicDiffusion: (volume) =>
    makeNode(anisotropicDiffusion, { volume }, { iterations: 4, contrast: 20 }),
  totalVariation: (volume) => makeNode(totalVariation, { volume }, { iterations: 4, weight: 10 }),
  unsharp: (volume) => unsharpNode(volume, { sigma: voxels(1) }),
};

describe.each(Object.entries(DENOISERS))('%s', (name, denoise) => {
  // Rows of 48 bytes are whole quads of words, of 45 they have pads: other kernels.
  test.each([45, 48])('in bricks and of regions equals the whole, bit for bit: %d', async (nx) => {
    const size: Vec3 = [nx, 12, 8];
    const data = noisy('u8', size);
    const whole = await engine.grid(denoise(await engine.source(data, size)));
    expect(await bricked.grid(denoise(await bricked.source(data, size)))).toEqual(whole);
    const region: Region = { origin: [33, 4, 2], size: [9, 5, 3] };
    engine.engine.evaluator.clear();
    const part = await engine.grid(denoise(await engine.source(data, size)), region);
    expect(part).toEqual(cut(whole, size, region));
  });

  test('keeps a constant volume and a single voxel', async () => {
    for (const size of [
      [9, 7, 6],
      [1, 1, 1],
    ] as const) {
      const data = new Uint8Array(size[0] * size[1] * size[2]).fill(77);
      const out = await engine.grid(denoise(await engine.source(data, size)));
      for (const v of out) expect(Math.abs(v - 77)).toBeLessThan(3e-5);
    }
  });

  test.skipIf(name === 'unsharp')('keeps NaN and ±∞ where they are', async () => {
    const size: Vec3 = [9, 7, 6];
    const data = noisy('f32', size) as Float32Array<ArrayBuffer>;
    const [a, b, c] = [100, 210, 300] as const;
    data[a] = NaN;
    data[b] = Infinity;
    data[c] = -Infinity;
    const out = await engine.grid(denoise(await engine.source(data, size)));
    expect([out[a], out[b], out[c]]).toEqual([NaN, Infinity, -Infinity]);
    expect(out.filter((v) => Number.isFinite(v)).length).toBe(out.length - 3);
  });
});

test('twins say how NaN and ±∞ are left out', async () => {
  const size: Vec3 = [9, 7, 6];
  const data = noisy('f32', size) as Float32Array<ArrayBuffer>;
  data[100] = NaN;
  data[210] = Infinity;
  const volume = await engine.source(data, size);
  const compare = async (node: Node, wanted: Float64Array): Promise<void> => {
    const finite = (all: ArrayLike<number>): number[] =>
      Array.from(all, (v) => (Number.isFinite(v) ? v : 0));
    expectClose(finite(await engine.grid(node)), finite(wanted), 2e-4);
  };
  const one: Vec3 = [1, 1, 1];
  const two: Vec3 = [2, 2, 2];
  await compare(
    DENOISERS['bilateral']!(volume),
    bilateralTwin(data, size, one, two, 20, 'reflect', 0),
  );
  await compare(
    DENOISERS['nonLocalMeans']!(volume),
    nonLocalMeansTwin(data, size, one, two, 12, 10, 'reflect', 0),
  );
  await compare(
    DENOISERS['anisotropicDiffusion']!(volume),
    diffusionTwin(data, size, one, 4, 20, (s) => Math.exp(-s * s)),
  );
  await compare(DENOISERS['totalVariation']!(volume), totalVariationTwin(data, size, one, 10, 4));
});

describe('noise', () => {
  /** Seeded normal deviates (Box and Muller) of a hash of the index. */
  function normal(n: number): Float64Array {
    const uniform = (i: number): number => {
      let h = Math.imul(i + 1, 0x9e3779b1);
      h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
      h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
      return (((h ^ (h >>> 16)) >>> 0) + 0.5) / 2 ** 32;
    };
    return Float64Array.from(
      { length: n },
      (_, i) =>
        Math.sqrt(-2 * Math.log(uniform(2 * i))) * Math.cos(2 * Math.PI * uniform(2 * i + 1)),
    );
  }

  test.each([
    ['u8', 6],
    ['u8', 0.7],
    ['f32', 0.02],
  ] as const)('of %s, %d, is told to 5 parts in 100', async (dtype, sigma) => {
    const size: Vec3 = [64, 48, 33];
    const data = makeArray(dtype, 64 * 48 * 33);
    const blob = (i: number): number => (((i >> 5) ^ (i >> 11)) & 4 ? 150 : 60);
    normal(data.length).forEach((v, i) => {
      const value = blob(i) + sigma * v;
      data[i] = dtype === 'u8' ? Math.round(value) : value;
    });
    const found = (await engine.value(noiseNode(await engine.source(data, size)))) as number;
    // Rounding to grey levels adds 1/12 of variance.
    const wanted = dtype === 'u8' ? Math.sqrt(sigma ** 2 + 1 / 12) : sigma;
    expect(Math.abs(found / wanted - 1)).toBeLessThan(0.05);
    const parts = await bricked.value(
      noiseNode(await bricked.source(data.slice(0, 64 * 48 * 4), [64, 48, 4])),
    );
    const whole = await engine.value(
      noiseNode(await engine.source(data.slice(0, 64 * 48 * 4), [64, 48, 4])),
    );
    expect(parts).toBe(whole);
  });

  test('of a flat volume is 0, and then nothing is changed', async () => {
    const data = new Uint8Array(9 * 7 * 6);
    data.fill(200, 200);
    const volume = await engine.source(data.fill(9, 0, 100), [9, 7, 6]);
    const flat = await engine.source(new Uint16Array(64).fill(7), [4, 4, 4]);
    expect(await engine.value(noiseNode(flat))).toBe(0);
    for (const make of [
      bilateralNode,
      nonLocalMeansNode,
      anisotropicDiffusionNode,
      totalVariationNode,
    ])
      expect(await engine.grid(make(flat))).toEqual(new Float32Array(64).fill(7));
    expect(await engine.value(noiseNode(volume))).toBeGreaterThan(0);
  });
});

describe('traffic', () => {
  const size: Vec3 = [32, 16, 8];
  const n = 32 * 16 * 8;
  async function declared(op: string, make: (volume: Node) => Node): Promise<[number, number]> {
    const volume = await engine.source(noisy('u8', size), size);
    await engine.grid(volume);
    engine.costs();
    const node = make(volume);
    if (node.meta.kind === 'scalar') await engine.value(node);
    else await engine.grid(node);
    const cost = engine.costs().find((one) => one.op === op)!;
    return [cost.dispatches, cost.read + cost.write];
  }

  test('is what is documented', async () => {
    const margined = (m: number, more = 0): number =>
      (32 + 2 * m + more) * (16 + 2 * m) * (8 + 2 * m);
    expect(await declared('noise', noiseNode)).toEqual([1, n + (8 * n) / 8]);
    expect(await declared('bilateral', DENOISERS['bilateral']!)).toEqual([
      2,
      n + 8 * margined(2) + 4 * 15 + 4 * n,
    ]);
    // The field, with a margin of 4 + 1 voxels along x, and four copies of it. 62 shifts in 8
    // batches: the field read once and the box of weights written once per shift; then two weights,
    // two voxels and a row of the table per shift, the own voxel and the two sums per batch.
    const box = 40 * 18 * 10;
    const field = (32 + 2 * 5 + 3) * (16 + 2 * 3) * (8 + 2 * 3);
    const copied = 2 * (4 * 4 * field - 4 * (1 + 2 + 3));
    const weighed = 62 * (4 * field + 4 * box);
    const used = 62 * (16 * n + 16) + 8 * 4 * n + 7 * 8 * n + 7 * 8 * n + 4 * n;
    expect(await declared('nonLocalMeans', DENOISERS['nonLocalMeans']!)).toEqual([
      21,
      n + 4 * field + copied + weighed + used,
    ]);
    expect(await declared('anisotropicDiffusion', DENOISERS['anisotropicDiffusion']!)).toEqual([
      4,
      (5 + 3 * 8) * n,
    ]);
    expect(await declared('totalVariation', DENOISERS['totalVariation']!)).toEqual([
      9,
      (5 + 4 * (28 + 17)) * n,
    ]);
    expect(await declared('unsharp', DENOISERS['unsharp']!)).toEqual([1, 9 * n]);
  });
});

test('bad parameters are refused, with what is allowed', async () => {
  const volume = await engine.source(new Uint8Array(512), [8, 8, 8]);
  const mask = { volume };
  expect(() => makeNode(bilateral, mask, { sigma: 0, contrast: 1 })).toThrow(/length > 0/);
  expect(() => makeNode(bilateral, mask, { sigma: 10, contrast: 1 })).toThrow(/at most 15 voxels/);
  expect(() => makeNode(bilateral, mask, { contrast: -1 })).toThrow(/> 0/);
  expect(() => makeNode(bilateral, mask, {})).toThrow(/noise node/);
  expect(() => nonLocalMeansNode(volume, { patch: 4 })).toThrow(/odd number/);
  expect(() => nonLocalMeansNode(volume, { patch: 9 })).toThrow(/from 1 to 7/);
  expect(() => nonLocalMeansNode(volume, { search: 33 })).toThrow(/from 1 to 31/);
  expect(() => nonLocalMeansNode(volume, { h: 0 })).toThrow(/> 0/);
  expect(() => anisotropicDiffusionNode(volume, { step: 0.2 })).toThrow(/not stable/);
  expect(() => anisotropicDiffusionNode(volume, { iterations: 65 })).toThrow(/1 to 64/);
  expect(() => totalVariationNode(volume, { weight: 0 })).toThrow(/> 0/);
  expect(() => totalVariationNode(volume, { iterations: 1.5 })).toThrow(/integer/);
});
