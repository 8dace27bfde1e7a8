import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  gaussianDerivative,
  gradientMagnitude,
  hessianEigenvalue,
  laplacian,
  structureEigenvalue,
} from '../../src/filters/derivatives.js';
import { differenceOfGaussiansNode } from '../../src/filters/difference_of_gaussians.js';
import { nonLocalMeans } from '../../src/filters/non_local_means.js';
import { totalVariation } from '../../src/filters/total_variation.js';
import { unsharpNode } from '../../src/filters/unsharp.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { voxels } from '../../src/recipe/length.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { noiseNode } from '../../src/stats/noise.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { cut } from './volumes.js';

interface Sample {
  readonly size: Vec3;
  readonly data: readonly number[];
}

interface Golden {
  readonly volume: Sample;
  readonly cube: Sample;
  readonly plane: Sample;
  readonly spacing: Vec3;
  readonly sigma: number;
  readonly rho: number;
  readonly value: number;
  readonly borders: readonly {
    readonly border: string;
    readonly derivatives: readonly { readonly order: Vec3; readonly out: readonly number[] }[];
    readonly gradientMagnitude: readonly number[];
    readonly laplacian: readonly number[];
    readonly laplace: readonly number[];
    readonly hessian: readonly (readonly number[])[];
    readonly structure: readonly (readonly number[])[];
  }[];
  readonly cubic: Readonly<
    Record<'gradientMagnitude' | 'laplacian' | 'laplace', readonly number[]>
  >;
  readonly differenceOfGaussians: readonly number[];
  readonly unsharp: readonly number[];
  readonly totalVariation: readonly {
    readonly of: 'cube' | 'plane';
    readonly weight: number;
    readonly iterations: number;
    readonly out: readonly number[];
  }[];
  readonly noise: Sample & { readonly median: number };
}

const golden = JSON.parse(readFileSync('tests/golden/denoise.json', 'utf8')) as Golden;
let engine: TestEngine;
const open = (sample: Sample, spacing?: Vec3): Promise<Node> =>
  engine.source(
    Uint8Array.from(sample.data),
    sample.size,
    spacing === undefined ? {} : { spacing },
  );
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

/** Greatest difference, in units of `scale`, or of the greatest magnitude expected. */
function deviation(got: ArrayLike<number>, wanted: readonly number[], scale?: number): number {
  expect(got.length).toBe(wanted.length);
  const unit = scale ?? Math.max(...wanted.map(Math.abs));
  return Math.max(...wanted.map((v, i) => Math.abs(got[i]! - v))) / unit;
}

describe.each(golden.borders)('SciPy, border $border', (expected) => {
  const params = { sigma: golden.sigma, border: expected.border, value: golden.value };

  test('derivatives, to 2·10⁻⁶ of the greatest', async () => {
    const volume = await open(golden.volume, golden.spacing);
    for (const { order, out } of expected.derivatives) {
      const node = makeNode(gaussianDerivative, { volume }, { ...params, order });
      expect(deviation(await engine.grid(node), out), order.join()).toBeLessThan(2e-6);
    }
  });

  test('gradient magnitude and Laplacian, to 10⁻⁶ of the greatest', async () => {
    const volume = await open(golden.volume, golden.spacing);
    const slope = await engine.grid(makeNode(gradientMagnitude, { volume }, params));
    expect(deviation(slope, expected.gradientMagnitude)).toBeLessThan(1e-6);
    const curve = await engine.grid(makeNode(laplacian, { volume }, params));
    expect(deviation(curve, expected.laplacian)).toBeLessThan(1e-6);
    const discrete = makeNode(laplacian, { volume }, { ...params, sigma: 0 });
    expect(deviation(await engine.grid(discrete), expected.laplace)).toBeLessThan(1e-6);
  });

  test('eigenvalues, to 2·10⁻⁶ of the greatest', async () => {
    const volume = await open(golden.volume, golden.spacing);
    const scale = (all: readonly (readonly number[])[]): number =>
      Math.max(...all.flat().map(Math.abs));
    for (const which of [0, 1, 2]) {
      const hessian = await engine.grid(
        makeNode(hessianEigenvalue, { volume }, { ...params, which }),
      );
      expect(deviation(hessian, expected.hessian[which]!, scale(expected.hessian))).toBeLessThan(
        2e-6,
      );
      const tensor = makeNode(
        structureEigenvalue,
        { volume },
        { ...params, rho: golden.rho, which },
      );
      expect(
        deviation(await engine.grid(tensor), expected.structure[which]!, scale(expected.structure)),
      ).toBeLessThan(2e-6);
    }
  });
});

describe('SciPy and scikit-image', () => {
  test('gaussian_gradient_magnitude, gaussian_laplace and laplace', async () => {
    const volume = await open(golden.volume);
    const params = { sigma: voxels(golden.sigma) };
    const slope = await engine.grid(makeNode(gradientMagnitude, { volume }, params));
    expect(deviation(slope, golden.cubic.gradientMagnitude)).toBeLessThan(1e-6);
    const curve = await engine.grid(makeNode(laplacian, { volume }, params));
    expect(deviation(curve, golden.cubic.laplacian)).toBeLessThan(1e-6);
    const discrete = makeNode(laplacian, { volume }, { sigma: 0 });
    expect(Array.from(await engine.grid(discrete))).toEqual(golden.cubic.laplace);
  });

  test('difference_of_gaussians and unsharp_mask, to 10⁻⁶ of 255', async () => {
    const volume = await open(golden.volume);
    const difference = differenceOfGaussiansNode(volume, { sigma: 1, border: 'nearest' });
    expect(
      deviation(await engine.grid(difference), golden.differenceOfGaussians, 255),
    ).toBeLessThan(1e-6);
    const sharp = unsharpNode(volume, { sigma: 1.5, amount: 0.8 });
    expect(deviation(await engine.grid(sharp), golden.unsharp, 255)).toBeLessThan(1e-6);
  });

  test('denoise_tv_chambolle, to 3·10⁻⁶ of 255', async () => {
    for (const { of, weight, iterations, out } of golden.totalVariation) {
      const volume = await open(golden[of]);
      const got = await engine.grid(makeNode(totalVariation, { volume }, { weight, iterations }));
      const part = of === 'cube' ? got.slice(3 * 144, 6 * 144) : got;
      expect(deviation(part, out, 255), of).toBeLessThan(3e-6);
    }
  });

  test('noise: the median of the finest Haar detail, to half a grey level of it', async () => {
    const { median } = golden.noise;
    const noise = (await engine.value(noiseNode(await open(golden.noise)))) as number;
    expect(Math.abs(noise - median)).toBeLessThanOrEqual(0.5 / Math.sqrt(8) / 0.674);
  });
});

// Whole, these take more than one slab along z; a narrow column takes one.
test('slab by slab equals a column computed alone, bit for bit', async () => {
  const size: Vec3 = [512, 512, 40];
  let state = 7;
  const data = Uint8Array.from({ length: 512 * 512 * 40 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 25;
  });
  const volume = await engine.source(data, size);
  const box = { origin: [96, 100, 0], size: [32, 5, 40] } as const;
  for (const node of [
    makeNode(laplacian, { volume }, { sigma: 1 }),
    makeNode(nonLocalMeans, { volume }, { search: [3, 1, 3], patch: 1, h: 20, noise: 20 }),
  ]) {
    const dispatches = (): number =>
      engine.costs().find(({ op }) => op === node.op.name)?.dispatches ?? 0;
    const whole = await engine.grid(node);
    const most = dispatches();
    engine.engine.evaluator.clear();
    expect(await engine.grid(node, box)).toEqual(cut(whole, size, box));
    expect(most).toBeGreaterThan(dispatches());
  }
});
