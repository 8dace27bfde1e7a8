import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode } from '../../src/recipe/op.js';
import { skeleton } from '../../src/segmentation/skeleton.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { Random } from '../../src/synthetic/index.js';
import golden from '../golden/watershed.json' with { type: 'json' };
import { openTestEngine, type TestEngine } from '../harness.js';
import { componentsTwin } from '../reference/components.js';
import { eulerTwin, skeletonTwin } from '../reference/skeleton.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

async function thinned(
  mask: Uint8Array<ArrayBuffer>,
  size: Vec3,
  keepEnds?: boolean,
): Promise<Uint8Array> {
  const volume = await engine.source(mask, size);
  const node = makeNode(
    skeleton,
    { mask: makeNode(threshold, { volume }, { lo: 1 }) },
    { keepEnds },
  );
  return (await engine.grid(node)) as Uint8Array;
}

type Shape = (x: number, y: number, z: number) => boolean;

function draw([nx, ny, nz]: Vec3, shape: Shape): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: nx * ny * nz }, (_, i) =>
    shape(i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)) ? 1 : 0,
  );
}

const count = (mask: Uint8Array): number => mask.reduce((sum, one) => sum + one, 0);
const parts = (mask: Uint8Array, size: Vec3): number =>
  componentsTwin(mask, size, 26).reduce((most, id) => Math.max(most, id), 0);

/** Pieces of background, cavities and the outside, at 6. */
function holes(mask: Uint8Array, [nx, ny, nz]: Vec3): number {
  const outer: Vec3 = [nx + 2, ny + 2, nz + 2];
  const back = draw(
    outer,
    (x, y, z) =>
      [x, y, z].some((v, i) => v === 0 || v === outer[i]! - 1) ||
      mask[((z - 1) * ny + y - 1) * nx + x - 1] === 0,
  );
  return componentsTwin(back, outer, 6).reduce((most, id) => Math.max(most, id), 0);
}

describe('skeleton', () => {
  test('a ball is a point, a ring a ring, a shell a surface', async () => {
    const size: Vec3 = [21, 19, 17];
    const radius: Shape = (x, y, z) => (x - 10) ** 2 + (y - 9) ** 2 + (z - 8) ** 2 <= 49;
    expect(count(await thinned(draw(size, radius), size, false))).toBe(1);
    const ring = draw(size, (x, y, z) => (Math.hypot(x - 10, y - 9) - 6) ** 2 + (z - 8) ** 2 <= 6);
    const line = await thinned(ring, size);
    expect(eulerTwin(line, size)).toBe(0);
    expect(count(line)).toBeGreaterThan(20);
    expect(count(line)).toBeLessThan(60);
    const shell = draw(size, (x, y, z) => {
      const r = Math.hypot(x - 10, y - 9, z - 8);
      return r <= 7 && r > 4;
    });
    const surface = await thinned(shell, size);
    expect(eulerTwin(surface, size)).toBe(2);
    expect(count(surface)).toBeLessThan(count(shell) / 3);
  });

  test('a bar becomes a line along its axis, in a volume and in an image', async () => {
    for (const size of [
      [41, 9, 7],
      [41, 9, 1],
    ] as const) {
      const bar = draw(
        size,
        (x, y, z) => x > 2 && x < 38 && y > 1 && y < 7 && (size[2] === 1 || (z > 0 && z < 6)),
      );
      const line = await thinned(bar, size);
      const along = new Set([...line.keys()].filter((i) => line[i] === 1).map((i) => i % 41));
      expect(along.size).toBeGreaterThan(28);
      // One voxel per place, but for short branches to the corners.
      expect(count(line)).toBeLessThan(along.size + 16);
    }
  });

  test('equals its twin, and keeps the topology', async () => {
    const sizes: readonly Vec3[] = [
      [7, 5, 3],
      [33, 1, 1],
      [1, 1, 9],
      [37, 18, 1],
      [35, 9, 6],
      [14, 13, 12],
    ];
    let turn = 0;
    for (const size of sizes)
      for (const fill of [0.4, 0.75]) {
        turn += 1;
        const random = new Random(turn);
        const noise = draw(size, () => random.uniform() < fill);
        const keepEnds = turn % 3 !== 0;
        const thin = await thinned(noise, size, keepEnds);
        expect(thin, `${size.join('×')} ${String(fill)}`).toEqual(
          skeletonTwin(noise, size, keepEnds).skeleton,
        );
        expect(eulerTwin(thin, size)).toBe(eulerTwin(noise, size));
        expect(parts(thin, size)).toBe(parts(noise, size));
        expect(holes(thin, size)).toBe(holes(noise, size));
      }
  });

  test('nothing, everything, one voxel', async () => {
    const size: Vec3 = [35, 6, 4];
    const n = volumeOf(size);
    expect(count(await thinned(new Uint8Array(n), size))).toBe(0);
    expect(count(await thinned(new Uint8Array(n).fill(1), size, false))).toBe(1);
    const one = new Uint8Array(n);
    one[400] = 1;
    expect(await thinned(one, size)).toEqual(one);
    expect(await thinned(Uint8Array.of(1), [1, 1, 1])).toEqual(Uint8Array.of(1));
  });

  test.each(golden.skeletons)('against scikit-image: $name', async (given) => {
    const size = given.size as unknown as Vec3;
    const thin = await thinned(Uint8Array.from(given.mask, Number), size);
    expect(parts(thin, size)).toBe(given.components26);
    expect(eulerTwin(thin, size)).toBe(given.euler26);
    // Lee's, which scikit-image has, keeps other branches.
    expect(count(thin) / given.skeletonVoxels).toBeGreaterThan(0.7);
    expect(count(thin) / given.skeletonVoxels).toBeLessThan(1.4);
  });

  test('declares what it moves', async () => {
    const size: Vec3 = [64, 16, 16];
    const mask = draw(size, (x, y, z) => x > 3 && x < 60 && y > 3 && y < 13 && z > 3 && z < 13);
    engine.costs();
    await thinned(mask, size);
    const cost = engine.costs().find(({ op }) => op === 'skeleton')!;
    const turns = 4 * Math.ceil(skeletonTwin(mask, size, true).turns / 4);
    expect(cost.read + cost.write).toBe(volumeOf(size) * (0.25 + 10.5 * turns));
    expect(cost.dispatches).toBe(1 + 54 * turns);
  });
});
