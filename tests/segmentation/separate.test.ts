import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { volumeOf } from '../../src/recipe/geometry.js';
import { voxels } from '../../src/recipe/length.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { separate, separateNode } from '../../src/segmentation/separate.js';
import { integerWeights } from '../../src/segmentation/squared_weights.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { distance } from '../../src/segmentation/distance.js';
import { gaussian } from '../../src/filters/gaussian.js';
import { Random } from '../../src/synthetic/index.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { agreement } from '../reference/agreement.js';
import { distanceTwin } from '../reference/distance.js';
import { separateTwin } from '../reference/separate.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(async () => {
  await engine.close();
});

type Shape = (x: number, y: number, z: number) => boolean;

function draw(size: Vec3, shape: Shape): Uint8Array<ArrayBuffer> {
  const [nx, ny] = size;
  return Uint8Array.from({ length: volumeOf(size) }, (_, i) =>
    shape(i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)) ? 1 : 0,
  );
}

interface Given {
  readonly spacing?: Vec3;
  /** In voxels of the smallest spacing. */
  readonly minContrast?: number;
  readonly minDistance?: number;
  readonly peakRadius?: number;
  readonly sigma?: number;
}

async function separated(
  mask: Uint8Array<ArrayBuffer>,
  size: Vec3,
  given: Given = {},
): Promise<Uint32Array> {
  const volume = await engine.source(mask, size, { spacing: given.spacing ?? [1, 1, 1] });
  const inVoxels = (n: number | undefined): unknown => (n === undefined ? undefined : voxels(n));
  const node: Node = separateNode(makeNode(threshold, { volume }, { lo: 1 }), {
    minContrast: inVoxels(given.minContrast),
    minDistance: given.minDistance,
    peakRadius: inVoxels(given.peakRadius),
    sigma: inVoxels(given.sigma),
  });
  return (await engine.grid(node)) as Uint32Array;
}

/** Squared distances as the integers that decide. */
function squares(mask: Uint8Array, size: Vec3, spacing: Vec3): Float64Array {
  const lengths = integerWeights(spacing, size).weights.map(Math.sqrt) as [number, number, number];
  return distanceTwin(mask, size, { kind: 'mask', spacing: lengths }).map((d) => Math.round(d * d));
}

function twin(
  mask: Uint8Array,
  size: Vec3,
  given: Given = {},
  squared = squares(mask, size, given.spacing ?? [1, 1, 1]),
  smoothed?: ArrayLike<number>,
): Uint32Array {
  const spacing = given.spacing ?? [1, 1, 1];
  const least = Math.min(...spacing);
  const { weights, unitSquared } = integerWeights(spacing, size);
  const peakRadius =
    given.peakRadius === undefined
      ? {}
      : { peakRadius: (given.peakRadius * least) ** 2 / unitSquared + 1e-3 };
  return separateTwin({
    ...(smoothed === undefined ? {} : { smoothed }),
    ...peakRadius,
    size,
    squared,
    weights,
    perVoxel: least ** 2 / unitSquared,
    minContrast: Math.round(256 * (given.minContrast ?? 0.5)),
    minDistance: Math.round(256 * (given.minDistance ?? 0.5)),
  }).labels;
}

function balls(
  centres: readonly (readonly [number, number, number, number])[],
  spacing: Vec3 = [1, 1, 1],
): Shape {
  const [sx, sy, sz] = spacing;
  return (x, y, z) =>
    centres.some(
      ([u, v, w, r]) => (x * sx - u) ** 2 + (y * sy - v) ** 2 + (z * sz - w) ** 2 <= r * r,
    );
}

describe('separate', () => {
  test('two overlapping balls, and one', async () => {
    const size: Vec3 = [40, 20, 20];
    const two = draw(
      size,
      balls([
        [10, 10, 10, 8],
        [24, 10, 10, 8],
      ]),
    );
    const labels = await separated(two, size);
    expect(Math.max(...labels)).toBe(2);
    two.forEach((inside, i) => {
      expect(labels[i] !== 0).toBe(inside === 1);
      // The plane between the balls is x = 17; on it, either will do.
      if (inside === 1 && i % 40 !== 17) expect(labels[i]).toBe(i % 40 < 17 ? 1 : 2);
    });
    const one = await separated(draw(size, balls([[20, 9.5, 9.3, 8.2]])), size);
    expect(Math.max(...one)).toBe(1);
  });

  test('numbers in raster order of first voxels; touching specks stay whole', async () => {
    const labels = await separated(Uint8Array.of(0, 1, 1, 0, 1, 0, 0, 1, 0), [9, 1, 1]);
    expect([...labels]).toEqual([0, 1, 1, 0, 2, 0, 0, 3, 0]);
    // Three in a diagonal are 26-connected.
    const diagonal = await separated(Uint8Array.of(0, 0, 1, 0, 1, 0, 1, 0, 0), [3, 3, 1]);
    expect([...diagonal]).toEqual([0, 0, 1, 0, 1, 0, 1, 0, 0]);
  });

  const SIZES: readonly Vec3[] = [
    [7, 5, 3],
    [33, 1, 1],
    [1, 1, 9],
    [21, 18, 1],
    [37, 13, 6],
    [18, 17, 15],
  ];

  test('equals its twin', async () => {
    let turn = 0;
    for (const size of SIZES) {
      const random = new Random(turn + 1);
      const noise = draw(size, () => random.uniform() < 0.93);
      const packed = draw(
        size,
        balls(
          Array.from(
            { length: 9 },
            () =>
              [
                random.uniform() * size[0],
                random.uniform() * size[1],
                random.uniform() * size[2],
                1.5 + 3 * random.uniform(),
              ] as const,
          ),
        ),
      );
      for (const mask of [noise, packed]) {
        turn += 1;
        const given: Given = {
          spacing: (
            [
              [1, 1, 1],
              [0.2, 0.2, 0.25],
              [1, Math.SQRT2, 2.6],
            ] as const
          )[turn % 3]!,
          minContrast: [0, 0.5, 1][turn % 3]!,
          minDistance: [0, 0.5, 2][(turn >> 1) % 3]!,
        };
        expect(await separated(mask, size, given)).toEqual(twin(mask, size, given));
      }
    }
  });

  test('equals its twin on slabs, tubes and a labyrinth, which are all plateau', async () => {
    const size: Vec3 = [34, 9, 6];
    const shapes: readonly Shape[] = [
      (_x, _y, z) => z > 1 && z < 5,
      (_x, _y, z) => z > 1 && z < 6,
      (_x, y, z) => y % 6 < 4 && z % 4 < 3,
      (x, y) => y % 2 === 0 || x === (y % 4 === 1 ? 0 : 33),
      (x, y, z) => (x + y + z) % 2 === 0,
      (x, y, z) => x % 2 === 0 && y % 2 === 0 && z % 2 === 0,
      (x, y) => x < 20 && y !== 5,
    ];
    for (const shape of shapes) {
      const mask = draw(size, shape);
      const squared = squares(mask, size, [1, 1, 1]);
      for (const minContrast of [0, 0.5])
        expect(await separated(mask, size, { minContrast })).toEqual(
          twin(mask, size, { minContrast }, squared),
        );
    }
  });

  test('with windows of peaks equals its twin', async () => {
    for (const [turn, size] of SIZES.entries()) {
      const random = new Random(turn + 21);
      const mask = draw(size, () => random.uniform() < 0.96);
      for (const peakRadius of [1.5, 4]) {
        const given: Given = {
          spacing: (
            [
              [1, 1, 1],
              [1, 1.5, 1.25],
            ] as const
          )[turn % 2]!,
          peakRadius,
          minContrast: 0,
          minDistance: turn % 3 === 0 ? 1 : 0,
        };
        expect(await separated(mask, size, given)).toEqual(twin(mask, size, given));
      }
    }
  });

  test('of a smoothed distance equals its twin; a small Gaussian changes little', async () => {
    const size: Vec3 = [29, 19, 10];
    const spacing: Vec3 = [0.5, 0.5, 0.75];
    const random = new Random(5);
    const mask = draw(size, () => random.uniform() < 0.99);
    const volume = await engine.source(mask, size, { spacing });
    const objects = makeNode(threshold, { volume }, { lo: 1 });
    const exact = makeNode(distance, { objects });
    const counts: number[] = [];
    for (const sigma of [0.1, 0.4, 1.5]) {
      const smoothed = await engine.grid(
        makeNode(gaussian, { volume: exact }, { sigma: voxels(sigma) }),
      );
      // In 1/256 of the smallest spacing, as f32.
      const heights = Float64Array.from(smoothed, (d, i) =>
        mask[i] === 0 ? 0 : Math.max(1, Math.floor(Math.fround(Math.fround(d * 512) + 0.5))),
      );
      const given: Given = { spacing, sigma, peakRadius: 3, minContrast: 0, minDistance: 1 };
      const labels = await separated(mask, size, given);
      expect(labels).toEqual(twin(mask, size, given, undefined, heights));
      counts.push(Math.max(...labels));
      // Of the same distance, not smoothed.
      if (sigma === 0.1) {
        const plain = { spacing, peakRadius: 3, minContrast: 0, minDistance: 1 };
        const { adjusted } = agreement(labels, await separated(mask, size, plain));
        expect(adjusted).toBeGreaterThan(0.95);
      }
    }
    expect(counts[2]).toBeLessThan(counts[0]!);
  });

  test('what is lower than two voxels beside background is no peak', async () => {
    // A ball with a thin spike that has a knot, √2 voxels deep.
    const size: Vec3 = [30, 21, 21];
    const shape = balls([[10, 10, 10, 7]]);
    const mask = draw(
      size,
      (x, y, z) =>
        shape(x, y, z) ||
        (y === 10 && z === 10 && x < 27) ||
        Math.abs(x - 25) + Math.abs(y - 10) + Math.abs(z - 10) < 2,
    );
    expect(Math.max(...(await separated(mask, size, { minContrast: 0 })))).toBeGreaterThan(1);
    const labels = await separated(mask, size, { minContrast: 0, peakRadius: 3 });
    expect(labels).toEqual(Uint32Array.from(mask));
  });

  test('nothing, everything, one voxel', async () => {
    const size: Vec3 = [35, 6, 4];
    const n = volumeOf(size);
    expect(await separated(new Uint8Array(n), size)).toEqual(new Uint32Array(n));
    expect(await separated(new Uint8Array(n).fill(1), size)).toEqual(new Uint32Array(n).fill(1));
    const one = new Uint8Array(n);
    one[400] = 1;
    expect(await separated(one, size)).toEqual(Uint32Array.from(one));
    const snow: Given = { sigma: 0.4, peakRadius: 4, minContrast: 0, minDistance: 1 };
    expect(await separated(new Uint8Array(n), size, snow)).toEqual(new Uint32Array(n));
    expect(await separated(new Uint8Array(n).fill(1), size, snow)).toEqual(
      new Uint32Array(n).fill(1),
    );
    expect(await separated(one, size, snow)).toEqual(Uint32Array.from(one));
  });

  test('an image of touching discs', async () => {
    const size: Vec3 = [64, 24, 1];
    const mask = draw(
      size,
      balls([
        [11, 12, 0, 10],
        [29, 12, 0, 10],
        [47, 12, 0, 10],
      ]),
    );
    const labels = await separated(mask, size);
    expect([11, 29, 47].map((x) => labels[12 * 64 + x])).toEqual([1, 2, 3]);
    expect(Math.max(...labels)).toBe(3);
  });

  test('declares what it moves', async () => {
    const size: Vec3 = [64, 16, 16];
    const mask = draw(
      size,
      balls([
        [20, 8, 8, 7],
        [33, 8, 8, 7],
      ]),
    );
    engine.costs();
    await separated(mask, size);
    const cost = engine.costs().find(({ op }) => op === 'separate');
    // Distance; heights in, steps out; steps in, basins out; both in; labels in and out.
    const voxel = 1 / 8 + 2 + 4 + 4 + (4 + 1) + (1 + 4) + 8 + 8;
    // Besides, the table of saddles (8 slots per basin, at least 64, of 12 bytes) and the two
    // maxima.
    expect(cost!.read + cost!.write).toBe(voxel * volumeOf(size) + 12 * 128 + 2 * 2 * 4);
  });

  test('bad parameters are refused, with what is allowed', async () => {
    const volume = await engine.source(new Uint8Array(8), [2, 2, 2], { spacing: [1, 1, 0.1] });
    const mask = makeNode(threshold, { volume }, { lo: 1 });
    expect(() => separateNode(mask, { minContrast: -1 })).toThrow(/minContrast.*length ≥ 0/);
    expect(() => separateNode(mask, { minDistance: 17 })).toThrow(/minDistance/);
    expect(() => separateNode(mask, { peakRadius: 0 })).toThrow(/peakRadius.*length > 0/);
    expect(() => separateNode(mask, { sigma: -1 })).toThrow(/separate: sigma.*length > 0/);
    expect(() => makeNode(separate, { mask, smoothed: volume })).toThrow(/smoothed.*f32/);
    const long = await engine.source(new Uint8Array(40), [40, 1, 1]);
    const line = makeNode(threshold, { volume: long }, { lo: 1 });
    expect(() => separateNode(line, { peakRadius: 17 })).toThrow(/at most 16 voxels/);
  });

  test('every object is connected, at any contrast', async () => {
    const size: Vec3 = [30, 26, 20];
    const random = new Random(11);
    const mask = draw(size, () => random.uniform() < 0.97);
    for (const minContrast of [0, 0.5, 1]) {
      const labels = await separated(mask, size, { minContrast });
      expect(pieces(labels, size)).toBe(Math.max(...labels));
    }
  });
});

/** Number of 26-connected pieces of equal label. */
function pieces(labels: Uint32Array, [nx, ny, nz]: Vec3): number {
  const seen = new Uint8Array(labels.length);
  let count = 0;
  for (let start = 0; start < labels.length; start += 1) {
    if (labels[start] === 0 || seen[start] === 1) continue;
    count += 1;
    seen[start] = 1;
    const queue = [start];
    for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
      const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
      for (let w = Math.max(0, z - 1); w <= Math.min(nz - 1, z + 1); w += 1)
        for (let v = Math.max(0, y - 1); v <= Math.min(ny - 1, y + 1); v += 1)
          for (let u = Math.max(0, x - 1); u <= Math.min(nx - 1, x + 1); u += 1) {
            const j = (w * ny + v) * nx + u;
            if (seen[j] === 1 || labels[j] !== labels[start]) continue;
            seen[j] = 1;
            queue.push(j);
          }
    }
  }
  return count;
}
