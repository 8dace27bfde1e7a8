import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { map3, type Vec3 } from '../../src/recipe/geometry.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { radialTwin } from '../reference/two_point.js';
import { asMask } from './inputs.js';
import { randomBits } from './random_masks.js';
import { correlated } from './correlated.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

// One pass, a factor of 5, three passes and a factor of 3, vectors of two lines.
describe.each([16, 80, 384, 2048])('transforms of lines of %i', (length) => {
  test.each([0, 1, 2])('along axis %i', async (axis) => {
    // A reach of one voxel at the open end makes it exactly so long.
    const size: Vec3 = map3((i) => (i === axis ? length - 1 : 1 + ((i + 2 - axis) % 3)));
    const bits = randomBits(size, 5);
    const other = randomBits(size, 6, 3);
    const mask = asMask(await engine.source(bits, size));
    const second = asMask(await engine.source(other, size));
    for (const periodic of [false, true]) {
      const alone = radialTwin(bits, bits, size, [1, 1, 1], 2, periodic);
      const crossed = radialTwin(bits, other, size, [1, 1, 1], 2, periodic);
      const params = { maxDistance: 1, periodic };
      const value = await correlated(engine, mask, params);
      const both = await correlated(engine, mask, params, second);
      const pairs = (twin: typeof alone): number[] => twin.both.map((n, k) => n / twin.pairs[k]!);
      expect(Array.from(value.probability)).toEqual(pairs(alone));
      expect(Array.from(both.probability)).toEqual(pairs(crossed));
    }
  });
});
