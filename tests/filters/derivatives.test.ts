import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  gaussianDerivative,
  gradientMagnitude,
  hessianEigenvalue,
  laplacian,
  structureEigenvalue,
} from '../../src/filters/derivatives.js';
import { differenceOfGaussiansNode } from '../../src/filters/difference_of_gaussians.js';
import { derivativeWeights } from '../../src/filters/gaussian_weights.js';
import type { Region, Vec3 } from '../../src/recipe/geometry.js';
import { voxels } from '../../src/recipe/length.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { cut, smooth } from './volumes.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 9, 4] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

const sigma = voxels(1);
const OPS: Readonly<Record<string, (volume: Node) => Node>> = {
  gaussianDerivative: (volume) =>
    makeNode(gaussianDerivative, { volume }, { sigma, order: [1, 0, 2] }),
  gradientMagnitude: (volume) => makeNode(gradientMagnitude, { volume }, { sigma }),
  laplacian: (volume) => makeNode(laplacian, { volume }, { sigma }),
  hessianEigenvalue: (volume) => makeNode(hessianEigenvalue, { volume }, { sigma, which: 1 }),
  structureEigenvalue: (volume) => makeNode(structureEigenvalue, { volume }, { sigma, rho: sigma }),
};

/** A volume of a function of the physical position. */
function field(
  size: Vec3,
  spacing: Vec3,
  f: (x: number, y: number, z: number) => number,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(size[0] * size[1] * size[2]);
  for (let i = 0; i < out.length; i++) {
    const x = i % size[0];
    const y = Math.floor(i / size[0]) % size[1];
    const z = Math.floor(i / (size[0] * size[1]));
    out[i] = f(x * spacing[0], y * spacing[1], z * spacing[2]);
  }
  return out;
}

describe('in physical units', () => {
  const size: Vec3 = [33, 25, 17];
  const spacing: Vec3 = [0.5, 1, 2];
  const centre = (8 * 25 + 12) * 33 + 16;

  test('a ramp has its slope', async () => {
    const volume = await engine.source(
      field(size, spacing, (x, y, z) => 2 * x + y - 2 * z),
      size,
      { spacing },
    );
    for (const given of [2, voxels(1)]) {
      const out = await engine.grid(makeNode(gradientMagnitude, { volume }, { sigma: given }));
      // Cut at 4 σ, the weights of a first derivative take a ramp's slope to some 10⁻³.
      expect(Math.abs(out[centre]! / 3 - 1)).toBeLessThan(2e-3);
    }
    const along = makeNode(gaussianDerivative, { volume }, { sigma: voxels(1), order: [0, 0, 1] });
    expect(Math.abs((await engine.grid(along))[centre]! / -2 - 1)).toBeLessThan(2e-3);
  });

  test('a quadric has its curvatures as eigenvalues, in descending order', async () => {
    // Axes turned by 30° about z: x' = c x + s y.
    const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    const data = field(size, spacing, (x, y, z) => {
      const [u, v, w] = [x - 8, y - 12, z - 16];
      return 1.5 * (c * u + s * v) ** 2 - 0.5 * (c * v - s * u) ** 2 + 0.25 * w ** 2;
    });
    const volume = await engine.source(data, size, { spacing });
    for (const [which, wanted] of [
      [0, 3],
      [1, 0.5],
      [2, -1],
    ] as const) {
      const node = makeNode(hessianEigenvalue, { volume }, { sigma: 2, truncate: 4, which });
      expect(Math.abs((await engine.grid(node))[centre]! - wanted)).toBeLessThan(0.03);
    }
  });
});

test('weights of derivatives are odd or even, and exact on powers', () => {
  for (const order of [1, 2, 3, 4]) {
    const weights = derivativeWeights(2, 16, order, 0.5);
    let found = 0;
    weights.forEach((w, i) => {
      found += 2 * w * i ** order;
    });
    // The derivative of x^order is order!, of x in units of half a voxel 2^order times that.
    const factorial = [1, 1, 2, 6, 24][order]!;
    expect(Math.abs(found / (factorial * 2 ** order) - 1)).toBeLessThan(1e-4);
    if (order % 2 === 1) expect(weights[0]! + 0).toBe(0);
  }
});

test('an image has derivatives along x and y only', async () => {
  const size: Vec3 = [20, 15, 1];
  const data = smooth(size);
  const volume = await engine.source(data, size);
  const deep = await engine.source(
    Float32Array.from({ length: 9 * data.length }, (_, i) => data[i % data.length]!),
    [20, 15, 9],
  );
  const middle: Region = { origin: [0, 0, 4], size: [20, 15, 1] };
  for (const [name, make] of Object.entries(OPS)) {
    const out = await engine.grid(make(volume));
    const expected = await engine.grid(make(deep), middle);
    const worst = Math.max(...Array.from(out, (v, i) => Math.abs(v - expected[i]!)));
    // Along z only the residue of the second derivative of the constant is left in the deep volume.
    expect(worst, name).toBeLessThan(name === 'structureEigenvalue' ? 2e-3 : 0.2);
  }
  const across = makeNode(gaussianDerivative, { volume }, { sigma, order: [0, 0, 1] });
  for (const v of await engine.grid(across)) expect(v + 0).toBe(0);
  const least = makeNode(structureEigenvalue, { volume }, { sigma, rho: sigma, which: 2 });
  for (const v of await engine.grid(least)) expect(Math.abs(v)).toBeLessThan(1e-4);
});

describe.each(Object.entries(OPS))('%s', (_, make) => {
  // Rows with pads, and rows of whole eights, which have kernels of their own.
  test.each([41, 48])('in bricks and of regions equals the whole, bit for bit: %i', async (nx) => {
    const size: Vec3 = [nx, 19, 9];
    const data = smooth(size);
    const whole = await engine.grid(make(await engine.source(data, size)));
    expect(await bricked.grid(make(await bricked.source(data, size)))).toEqual(whole);
    const region: Region = { origin: [33, 5, 2], size: [7, 9, 3] };
    engine.engine.evaluator.clear();
    const part = await engine.grid(make(await engine.source(data, size)), region);
    expect(part).toEqual(cut(whole, size, region));
  });

  test('spreads NaN over its window and nowhere else; one voxel and flat axes are taken', async () => {
    const data = new Float32Array(41 * 3 * 3);
    data[41 * 4 + 20] = NaN;
    const out = await engine.grid(make(await engine.source(data, [41, 3, 3])));
    const reach = make === OPS['structureEigenvalue'] ? 8 : 4;
    out.forEach((v, i) => {
      expect(Number.isNaN(v)).toBe(Math.abs((i % 41) - 20) <= reach);
    });
    const one = await engine.grid(make(await engine.source(Uint8Array.of(5), [1, 1, 1])));
    expect(one[0]).toBe(0);
  });
});

test('traffic is what is documented', async () => {
  const size: Vec3 = [32, 8, 8];
  const n = 32 * 8 * 8;
  const volume = await engine.source(new Uint8Array(n), size);
  await engine.grid(volume);
  // A pass has 5 weights of 4 bytes; the whole volume has no halo.
  const passes = (first: number, others: number): number =>
    first * n * 5 + others * n * 8 + (first + others) * 20;
  for (const [name, dispatches, bytes] of [
    ['gaussianDerivative', 3, passes(1, 2)],
    ['gradientMagnitude', 9, passes(2, 6) + 16 * n],
    ['laplacian', 9, passes(2, 6) + 16 * n],
    ['hessianEigenvalue', 16, passes(3, 12) + 28 * n],
    ['structureEigenvalue', 33, passes(2, 6) + 6 * 12 * n + passes(0, 18) + 28 * n],
  ] as const) {
    engine.costs();
    await engine.grid(OPS[name]!(volume));
    const cost = engine.costs().find(({ op }) => op === name)!;
    expect([name, cost.dispatches, cost.read + cost.write]).toEqual([name, dispatches, bytes]);
  }
});

test('bad parameters are refused, with what is allowed', async () => {
  const volume = await engine.source(new Uint8Array(512), [8, 8, 8], { spacing: [1, 1, 5] });
  const derive = (params: Record<string, unknown>): Node =>
    makeNode(gaussianDerivative, { volume }, params);
  expect(() => derive({ sigma: 1, order: [1, 0] })).toThrow(/three whole numbers/);
  expect(() => derive({ sigma: 1, order: [5, 0, 0] })).toThrow(/from 0 to 4/);
  expect(() => derive({ sigma: -1, order: [1, 0, 0] })).toThrow(/length > 0/);
  expect(() => derive({ sigma: 1, order: [0, 0, 1] })).toThrow(/at least 0.3 voxels along z/);
  expect(() => derive({ sigma: 1, order: [1, 0, 0], border: 'wrap' })).toThrow(/'reflect'/);
  expect(() => makeNode(laplacian, { volume }, { sigma: 1 })).toThrow(/0.3 voxels along z/);
  expect(() => makeNode(hessianEigenvalue, { volume }, { sigma: 2, which: 3 })).toThrow(/0, 1, 2/);
  expect(() => makeNode(structureEigenvalue, { volume }, { sigma: 2 })).toThrow(/rho/);
  expect(() => differenceOfGaussiansNode(volume, { sigma: 2, outer: 1 })).toThrow(/above sigma/);
});
