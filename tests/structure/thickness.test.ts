import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { localThicknessNode } from '../../src/structure/local_thickness.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { drawn, scattered } from '../reference/structures.js';
import { diametersTwin, largestBallsTwin } from '../reference/thickness.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

type Bits = Uint8Array<ArrayBuffer>;

async function maskOf(bits: Bits, size: Vec3, spacing: Vec3 = [1, 1, 1]): Promise<Node> {
  return makeNode(threshold, { volume: await engine.source(bits, size, { spacing }) }, { lo: 1 });
}

/** Smooth blobs: where a few seeded waves add up to more than a level. */
function blobs(size: Vec3, seed: number, level: number): Bits {
  const waves = Array.from(scattered(24, 256, seed), (n) => n / 256);
  return drawn(size, (...p) => {
    let sum = 0;
    for (let w = 0; w < 6; w++)
      sum += Math.sin(
        p.reduce((s, n, i) => s + n * (waves[4 * w + i]! - 0.5), 6 * waves[4 * w + 3]!),
      );
    return sum > level;
  });
}

const SPACINGS: readonly Vec3[] = [
  [1, 1, 1],
  [6, 6, 5],
  [1, 2, 1],
  [0.65, 0.65, 1.3],
  [1, 1.37, 0.83],
];

describe('local thickness equals its definition, ball by ball', () => {
  const cases: [string, Vec3, (size: Vec3) => Bits][] = [
    ['noise', [7, 5, 3], (size) => scattered(volumeOf(size), 2, 5)],
    ['dense noise', [9, 8, 7], (size) => scattered(volumeOf(size), 20, 5).map((v) => Math.min(v, 1))],
    ['a row', [33, 1, 1], (size) => scattered(volumeOf(size), 6, 2).map((v) => Math.min(v, 1))],
    ['a column', [1, 1, 19], (size) => scattered(volumeOf(size), 6, 3).map((v) => Math.min(v, 1))],
    ['an image', [40, 21, 1], (size) => blobs(size, 4, -1)],
    ['blobs', [17, 16, 13], (size) => blobs(size, 9, -0.5)],
    ['thick blobs', [19, 17, 9], (size) => blobs(size, 3, -1.6)],
    ['one voxel', [5, 5, 5], (size) => drawn(size, (x, y, z) => x === 2 && y === 2 && z === 3)],
    ['a board', [6, 6, 6], (size) => drawn(size, (x, y, z) => (x + y + z) % 2 === 0)],
    ['a corner of background', [13, 18, 9], (size) => drawn(size, (x, y, z) => x + y + z > 0)],
  ];
  test.each(cases)('%s', async (_, size, make) => {
    const bits = make(size);
    for (const spacing of SPACINGS)
      for (const border of ['open', 'background'] as const) {
        const node = localThicknessNode(await maskOf(bits, size, spacing), { border });
        const found = Float64Array.from(await engine.grid(node));
        const diameters = diametersTwin(bits, size, spacing, border);
        const expected = largestBallsTwin(diameters, size, spacing);
        // Spacings without a common measure have their squares rounded.
        const tolerance = spacing[1] === 1.37 ? 3e-4 : 1e-6;
        const wrong = expected.findIndex((d, i) => Math.abs(found[i]! - d) > tolerance * d);
        expect([wrong, found[wrong], expected[wrong]], `${border} ${spacing.join()}`).toEqual([
          -1,
          undefined,
          undefined,
        ]);
      }
  });
});
