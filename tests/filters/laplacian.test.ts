import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { laplacian } from '../../src/filters/derivatives.js';
import { DTYPE_NAMES, makeArray, type Dtype } from '../../src/recipe/dtype.js';
import type { Region, Vec3 } from '../../src/recipe/geometry.js';
import { voxels } from '../../src/recipe/length.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { castTwin, laplacianTwin } from '../reference/filters.js';
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

const BORDERS = ['reflect', 'nearest', 'constant'] as const;

/** Rows of whole quads of words of every dtype; rows with pads; one row, one slice, one voxel. */
const SIZES: readonly Vec3[] = [
  [32, 5, 19],
  [48, 4, 3],
  [41, 7, 3],
  [24, 9, 1],
  [16, 1, 5],
  [1, 5, 4],
  [1, 1, 1],
];

const laplace = (volume: Node, params: Record<string, unknown> = {}): Node =>
  makeNode(laplacian, { volume }, { sigma: 0, ...params });

function numbers(dtype: Dtype, size: Vec3): ReturnType<typeof makeArray> {
  const values = smooth(size);
  if (dtype === 'f32') return values;
  const out = makeArray(dtype, values.length);
  values.forEach((v, i) => (out[i] = castTwin(v, dtype)));
  return out;
}

describe.each(DTYPE_NAMES)('the discrete Laplacian of %s', (dtype) => {
  test.each(BORDERS)('with border %s equals its twin', async (border) => {
    for (const size of SIZES) {
      const data = numbers(dtype, size);
      const volume = await engine.source(data, size);
      const out = await engine.grid(laplace(volume, { border, value: 12 }));
      const wanted = laplacianTwin(data, size, [1, 1, 1], border, 12);
      // Whole numbers are exact; floats of ±100 differ by the rounding of some ten operations.
      if (dtype === 'f32')
        wanted.forEach((v, i) => {
          expect(Math.abs(out[i]! - v), size.join()).toBeLessThan(3e-4);
        });
      else
        expect(
          Array.from(out, (v) => v + 0),
          size.join(),
        ).toEqual(Array.from(wanted));
    }
  });
});

test('is per length², along each axis by its own spacing', async () => {
  const spacing: Vec3 = [0.5, 1, 2];
  for (const size of [
    [32, 6, 9],
    [19, 6, 9],
  ] as const) {
    const data = smooth(size);
    const volume = await engine.source(data, size, { spacing });
    const wanted = laplacianTwin(data, size, spacing, 'reflect', 0);
    for (const sigma of [0, voxels(0)]) {
      const out = await engine.grid(laplace(volume, { sigma }));
      wanted.forEach((v, i) => {
        expect(Math.abs(out[i]! - v)).toBeLessThan(1e-3);
      });
    }
  }
});

test('in bricks and of regions equals the whole, bit for bit', async () => {
  for (const size of [
    [41, 19, 9],
    [64, 19, 9],
  ] as const)
    for (const border of BORDERS) {
      const data = smooth(size);
      const whole = await engine.grid(
        laplace(await engine.source(data, size), { border, value: 3 }),
      );
      const source = await bricked.source(data, size);
      expect(await bricked.grid(laplace(source, { border, value: 3 }))).toEqual(whole);
      const region: Region = { origin: [33, 5, 2], size: [7, 9, 3] };
      engine.engine.evaluator.clear();
      const part = laplace(await engine.source(data, size), { border, value: 3 });
      expect(await engine.grid(part, region)).toEqual(cut(whole, size, region));
    }
});

test('NaN and the infinities reach their voxel and its six neighbours', async () => {
  for (const nx of [16, 15])
    for (const odd of [NaN, Infinity, -Infinity]) {
      const data = smooth([nx, 5, 5]);
      data[(2 * 5 + 2) * nx + 8] = odd;
      const out = await engine.grid(laplace(await engine.source(data, [nx, 5, 5])));
      out.forEach((v, i) => {
        const apart = [(i % nx) - 8, (Math.floor(i / nx) % 5) - 2, Math.floor(i / (5 * nx)) - 2];
        const distance = apart.reduce((sum, d) => sum + Math.abs(d), 0);
        expect(Number.isFinite(v), `${String(odd)} at ${String(i)}`).toBe(distance > 1);
      });
    }
});

test('moves the volume’s bytes and 4 B/voxel in one pass', async () => {
  for (const size of [
    [32, 8, 8],
    [36, 8, 8],
  ] as const) {
    const n = size[0] * 64;
    const volume = await engine.source(new Uint8Array(n), size);
    await engine.grid(volume);
    engine.costs();
    await engine.grid(laplace(volume));
    const cost = engine.costs().find(({ op }) => op === 'laplacian')!;
    expect([cost.dispatches, cost.read + cost.write]).toEqual([1, 5 * n]);
  }
});

test('sigma is 0 or at least 0.3 voxels', async () => {
  const volume = await engine.source(new Uint8Array(512), [8, 8, 8], { spacing: [1, 1, 5] });
  expect(() => laplace(volume, { sigma: -1 })).toThrow(/length ≥ 0/);
  for (const sigma of [0.1, voxels(0.2)])
    expect(() => laplace(volume, { sigma })).toThrow(/0, or at least 0.3 voxels along x/);
  expect(() => laplace(volume, { sigma: 1 })).toThrow(/0, or at least 0.3 voxels along z/);
});
