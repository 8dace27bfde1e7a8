import { afterAll, beforeAll, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { voxels } from '../../src/recipe/length.js';
import { makeNode } from '../../src/recipe/op.js';
import { separate } from '../../src/segmentation/separate.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { Random } from '../../src/synthetic/index.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { agreement } from '../reference/agreement.js';
import { distanceTwin } from '../reference/distance.js';
import { separateTwin } from '../reference/separate.js';

// Labels of a mirrored mask are those of the mask mirrored, but for ties: nothing in `separate` has
// a direction but the raster order by which it decides among equals.

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(async () => {
  await engine.close();
});

const SIZE: Vec3 = [21, 17, 13];
/** Mirrors along an axis, and along two or three. */
const MIRRORS = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [0, 1, 1],
  [1, 1, 1],
] as const;

/** The place of a voxel in the mirrored volume. */
const mirrored = (i: number, mirror: readonly [number, number, number]): number => {
  const [nx, ny, nz] = SIZE;
  const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
  const [u, v, w] = [
    mirror[0] === 1 ? nx - 1 - x : x,
    mirror[1] === 1 ? ny - 1 - y : y,
    mirror[2] === 1 ? nz - 1 - z : z,
  ];
  return (w * ny + v) * nx + u;
};

/** Balls that overlap, in all 12. */
function packing(seed: number): Uint8Array<ArrayBuffer> {
  const random = new Random(seed);
  const balls = Array.from({ length: 12 }, () => ({
    at: SIZE.map((n) => random.uniform() * n),
    radius: 2 + 3 * random.uniform(),
  }));
  const [nx, ny] = SIZE;
  return Uint8Array.from({ length: volumeOf(SIZE) }, (_, i) => {
    const place = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
    return balls.some(({ at, radius }) => Math.hypot(...place.map((p, k) => p - at[k]!)) <= radius)
      ? 1
      : 0;
  });
}

function squaresOf(mask: Uint8Array<ArrayBuffer>): Float64Array {
  const lengths = distanceTwin(mask, SIZE, { kind: 'mask', spacing: [1, 1, 1] });
  return lengths.map((d) => Math.round(d * d));
}

/** Objects numbered by their first voxels, so that equal partitions have equal numbers. */
function numbered(labels: Uint32Array): Uint32Array {
  const numbers = new Map<number, number>([[0, 0]]);
  return labels.map((label) => {
    if (!numbers.has(label)) numbers.set(label, numbers.size);
    return numbers.get(label)!;
  });
}

interface Given {
  readonly mask: Uint8Array<ArrayBuffer>;
  /** Squared distances to the background, whole numbers. */
  readonly squared: Float64Array;
  readonly minContrast: number;
  readonly minDistance: number;
  /** In 1/256 voxel, in place of the distance. */
  readonly heights?: Float32Array<ArrayBuffer>;
}

/** The labels of a mirrored mask, back where its voxels were. */
async function separatedIn(
  { mask, heights, minContrast, minDistance }: Given,
  mirror: readonly [number, number, number],
): Promise<Uint32Array> {
  const turn = <T extends Uint8Array | Float32Array | Uint32Array>(data: T): T =>
    data.map((_, i) => data[mirrored(i, mirror)]!) as T;
  const volume = await engine.source(turn(mask), SIZE);
  const smoothed = heights && (await engine.source(turn(heights.map((h) => h / 256)), SIZE));
  const labels = (await engine.grid(
    makeNode(
      separate,
      { mask: makeNode(threshold, { volume }, { lo: 1 }), smoothed },
      { minContrast: voxels(minContrast), minDistance },
    ),
  )) as Uint32Array;
  return turn(labels);
}

/** The same by the definition, ties decided in the raster order of the mirrored volume. */
function twinIn(
  { squared, heights, minContrast, minDistance }: Given,
  mirror: readonly [number, number, number],
): { readonly labels: Uint32Array; readonly ties: number } {
  return separateTwin({
    size: SIZE,
    squared,
    ...(heights && { smoothed: heights }),
    weights: [1, 1, 1],
    perVoxel: 1,
    minContrast: Math.round(256 * minContrast),
    minDistance: Math.round(256 * minDistance),
    order: (i) => mirrored(i, mirror),
  });
}

test('differs by the order of voxels among equals alone, in every mirror', async () => {
  let differing = 0;
  let least = 1;
  for (let seed = 1; seed <= 4; seed += 1) {
    const mask = packing(seed);
    const given = { mask, squared: squaresOf(mask), minContrast: 0.5, minDistance: 0.5 };
    const plain = numbered(await separatedIn(given, [0, 0, 0]));
    for (const mirror of MIRRORS) {
      const labels = numbered(await separatedIn(given, mirror));
      expect(labels).toEqual(numbered(twinIn(given, mirror).labels));
      if (labels.some((label, i) => label !== plain[i])) differing += 1;
      least = Math.min(least, agreement(labels, plain).adjusted);
    }
  }
  // Whole distances have many equals, so that the order does decide.
  expect(differing).toBeGreaterThan(0);
  console.log(
    `${String(differing)} of 20 mirrors differ; least adjusted Rand index ${least.toFixed(3)}`,
  );
});

test('does not differ where no two heights are equal', async () => {
  let merged = 0;
  for (const [seed, minContrast, minDistance] of [
    [1, 0, 0],
    [3, 0.5, 0.5],
    [4, 0.5, 0.5],
    [5, 2, 0],
    [6, 1, 0.5],
  ] as const) {
    const mask = packing(seed);
    const random = new Random(100 + seed);
    // Distances, and chance where they are equal: ranks, of which each occurs once.
    const squared = squaresOf(mask);
    const inside = Array.from(mask.keys()).filter((i) => mask[i] === 1);
    const chance = mask.map(() => Math.floor(256 * random.uniform()));
    inside.sort((i, j) => squared[i]! - squared[j]! || chance[i]! - chance[j]! || i - j);
    const heights = new Float32Array(mask.length);
    inside.forEach((i, rank) => (heights[i] = 1 + rank));
    expect(new Set(inside.map((i) => heights[i])).size).toBe(inside.length);
    const given = { mask, squared, heights, minContrast, minDistance };
    const plain = numbered(await separatedIn(given, [0, 0, 0]));
    expect(Math.max(...plain)).toBeGreaterThan(1);
    for (const mirror of MIRRORS) {
      const expected = twinIn(given, mirror);
      const labels = numbered(await separatedIn(given, mirror));
      expect(labels).toEqual(numbered(expected.labels));
      if (expected.ties === 0 && minContrast > 0) merged += 1;
      // One voxel may be the saddle of several basins, which then is a tie.
      if (expected.ties === 0 || minContrast + minDistance === 0) expect(labels).toEqual(plain);
    }
  }
  expect(merged).toBeGreaterThan(0);
});
