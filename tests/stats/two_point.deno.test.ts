import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import type { Node } from '../../src/recipe/op.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { drawn } from '../reference/structures.js';
import { radialTwin } from '../reference/two_point.js';
import { asMask } from './inputs.js';
import { randomBits } from './random_masks.js';
import { correlated } from './correlated.js';

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

type Bits = Uint8Array<ArrayBuffer>;

async function maskOf(
  bits: Bits,
  size: Vec3,
  on = engine,
  spacing: Vec3 = [1, 1, 1],
): Promise<Node> {
  return asMask(await on.source(bits, size, { spacing }));
}

describe('radial two-point correlation', () => {
  test.each<[Vec3, Vec3, number]>([
    [[9, 7, 6], [1, 1, 1], 4],
    [[37, 5, 4], [1, 2, 1.5], 6],
    [[12, 9, 1], [1, 1, 5], 7],
    [[33, 1, 1], [0.5, 1, 1], 20],
  ])('of %j with spacing %j equals every pair', async (size, spacing, last) => {
    const bits = randomBits(size, 5);
    const other = randomBits(size, 6, 3);
    const maxDistance = last * Math.min(...spacing);
    for (const periodic of [false, true]) {
      const alone = radialTwin(bits, bits, size, spacing, last + 1, periodic);
      const crossed = radialTwin(bits, other, size, spacing, last + 1, periodic);
      const filled = alone.pairs.flatMap((n, k) => (n > 0 ? [k] : []));
      for (const on of [engine, bricked]) {
        const mask = await maskOf(bits, size, on, spacing);
        const params = { maxDistance, periodic };
        const value = await correlated(on, mask, params);
        const second = await maskOf(other, size, on, spacing);
        const both = await correlated(on, mask, params, second);
        expect(Array.from(value.probability)).toEqual(
          filled.map((k) => alone.both[k]! / alone.pairs[k]!),
        );
        expect(Array.from(both.probability)).toEqual(
          filled.map((k) => crossed.both[k]! / crossed.pairs[k]!),
        );
        filled.forEach((k, i) => {
          expect(value.distances[i]).toBeCloseTo(alone.distances[k]! / alone.pairs[k]!, 9);
          // Each pair once; of none at all, every voxel.
          expect(value.pairs[i]).toBe(k === 0 ? alone.pairs[0] : alone.pairs[k]! / 2);
        });
        expect(value.estimator).toBe('all pairs of all orientations');
      }
    }
  });

  test('a sample is named so, and small shells of it are whole', async () => {
    const size: Vec3 = [24, 20, 18];
    const bits = drawn(size, (x, y, z) => Math.hypot(x - 11, y - 9, z - 8) < 7);
    for (const on of [engine, bricked]) {
      const mask = await maskOf(bits, size, on);
      const all = await correlated(on, mask, { maxDistance: 8 });
      const some = await correlated(on, mask, { maxDistance: 8, directions: 40 });
      expect(some.estimator).toMatch(/^a sample: shells of up to 40 offsets/);
      expect(some.surfacePerVolume).toBe(all.surfacePerVolume);
      // Half shells of 9 and 16 offsets.
      expect(some.pairs.subarray(0, 3)).toEqual(all.pairs.subarray(0, 3));
      some.probability.forEach((p, k) => {
        expect(some.pairs[k]!).toBeLessThanOrEqual(all.pairs[k]!);
        expect(Math.abs(p - all.probability[k]!)).toBeLessThan(0.01);
      });
    }
  });

  test('balls have their known covariance, and surface from its slope', async () => {
    const size: Vec3 = [48, 48, 48];
    const r = 12;
    const bits = drawn(size, (x, y, z) => Math.hypot(x - 23.4, y - 23.7, z - 24.1) <= r);
    const mask = await maskOf(bits, size);
    const value = await correlated(engine, mask, { periodic: true, maxDistance: 23 });
    const volume = (4 / 3) * Math.PI * r ** 3;
    value.distances.forEach((d, k) => {
      // Two balls a distance apart overlap in a lens.
      const lens = d >= 2 * r ? 0 : 1 - (3 * d) / (4 * r) + d ** 3 / (16 * r ** 3);
      expect(Math.abs(value.probability[k]! - (volume / volumeOf(size)) * lens)).toBeLessThan(
        0.0006,
      );
    });
    const surface = (4 * Math.PI * r * r) / volumeOf(size);
    expect(Math.abs(value.surfacePerVolume! / surface - 1)).toBeLessThan(0.02);
  });
});
