import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { maskRays, type MaskRays } from '../../src/cell/mask_rays.js';
import { centroidAxis, type RollAxis } from '../../src/cell/roll_axis.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { Random } from '../../src/synthetic/random.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { testTraffic } from '../ops/traffic.js';
import { centroidTwin, rayTwin } from '../reference/mask_rays.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 8, 2] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

const SIZE: Vec3 = [75, 41, 5];
const grid = { spacing: [0.5, 0.7, 2] as Vec3, unit: 'µm', origin: [3, -4, 10] as Vec3 };
const random = new Random(3);
const data = Uint8Array.from({ length: 75 * 41 * 5 }, () => (random.uniform() < 0.4 ? 1 : 0));
const xs = [21.2, 21.4, 20.9, 19, 22];
const options = { centre: [xs, 9.31], angles: 47, step: 0.31 } as const;

const maskIn = async (where: TestEngine, values = data): Promise<Node> =>
  makeNode(threshold, { volume: await where.source(values, SIZE, grid) }, { lo: 1 });

describe('maskRays', () => {
  test.each([1, 2, 7])('has the nearest voxel of every sample, every %i slices', async (every) => {
    const node = makeNode(maskRays, { mask: await maskIn(engine) }, { ...options, every });
    const rays = (await engine.value(node)) as MaskRays;
    const twin = { data, size: SIZE, ...grid };
    expect(rays.rows.length).toBe(Math.ceil(5 / every));
    expect([rays.firstZ, rays.stepZ]).toEqual([10, 2 * every]);
    // The farthest side of the slices from an axis, half a voxel beyond the last centre.
    expect(rays.samples).toBe(Math.ceil((3 + 74.5 * 0.5 - 19) / 0.31));
    let [wrong, unsure, on, total] = [0, 0, 0, 0];
    rays.rows.forEach((bits, row) => {
      for (let angle = 0; angle < 47; angle += 1)
        for (let j = 0; j < 32 * Math.ceil(rays.samples / 32); j += 1) {
          const bit = (bits[(j >> 5) * 47 + angle]! >>> (j & 31)) & 1;
          const slice = row * every;
          const turn = (2 * Math.PI * angle) / 47;
          const wanted =
            j < rays.samples ? rayTwin(twin, [xs[slice]!, 9.31], slice, turn, j * 0.31) : 0;
          total += 1;
          on += bit;
          if (wanted === undefined) unsure += 1;
          else if (wanted !== bit) wrong += 1;
        }
    });
    expect(wrong).toBe(0);
    expect(unsure).toBeLessThan(0.01 * total);
    expect(on).toBeGreaterThan(0.1 * total);
  });

  test('is the same in bricks', async () => {
    for (const every of [1, 2]) {
      const of = async (where: TestEngine): Promise<unknown> =>
        where.value(makeNode(maskRays, { mask: await maskIn(where) }, { ...options, every }));
      expect(await of(bricked)).toEqual(await of(engine));
    }
  });

  test('refuses what cannot be', async () => {
    const mask = await maskIn(engine);
    const make = (given: object) => () => makeNode(maskRays, { mask }, { ...options, ...given });
    expect(make({ centre: [[1, 2], 3] })).toThrow('5 slices');
    expect(make({ centre: null })).toThrow('no axis is given');
    expect(make({ centre: [1e6, 3] })).toThrow('32000 voxels');
    expect(make({ step: 1e-5 })).toThrow('65535 samples');
    expect(make({ step: 1e5 })).toThrow('8 samples');
  });

  testTraffic(
    maskRays,
    () => engine,
    (volume) =>
      makeNode(
        maskRays,
        { mask: makeNode(threshold, { volume }, { lo: 1 }) },
        { centre: [31.5, 31.5], angles: 64, step: 0.5 },
      ),
    // 64 samples on 64 rays in 8 slices: bits; two words a ray; 8 rows.
    { dispatches: 1, perVoxel: 1 / 8, besides: (64 * 64 * 8) / 8 + 16 * 64 * 2 + 8 * 8 },
  );
});

describe('centroidAxis', () => {
  const line = (axis: RollAxis): readonly number[] => [...axis.x, ...axis.y];

  test('is the line through the slices, weighing by voxels, whole and in bricks', async () => {
    const own = data.map((value, i) => (i >= 75 * 41 * 4 ? 0 : value));
    const axis = (await engine.value(
      makeNode(centroidAxis, { mask: await maskIn(engine, own) }),
    )) as RollAxis;
    const slices = [0, 1, 2, 3].map((z) => centroidTwin({ data: own, size: SIZE, ...grid }, z));
    const weights = slices.reduce((sum, { count }) => sum + count, 0);
    (['x', 'y'] as const).forEach((name) => {
      // Least squares: the residuals are across 1 and z.
      const residuals = slices.map((slice, z) => slice.count * (slice[name] - axis[name][z]!));
      const level = residuals.reduce((sum, each) => sum + each, 0) / weights;
      const slope = residuals.reduce((sum, each, z) => sum + z * each, 0) / weights;
      expect(Math.abs(level)).toBeLessThan(1e-9);
      expect(Math.abs(slope)).toBeLessThan(1e-9);
      expect(axis[name][4]! - axis[name][3]!).toBeCloseTo(axis[name][1]! - axis[name][0]!, 9);
    });
    const inBricks = (await bricked.value(
      makeNode(centroidAxis, { mask: await maskIn(bricked, own) }),
    )) as RollAxis;
    expect(line(inBricks)).toEqual(line(axis));
  });

  test('refuses an empty mask', async () => {
    const mask = await maskIn(
      engine,
      data.map(() => 0),
    );
    await expect(engine.value(makeNode(centroidAxis, { mask }))).rejects.toMatchObject({
      code: 'empty-phase',
    });
  });

  testTraffic(
    centroidAxis,
    () => engine,
    (volume) => makeNode(centroidAxis, { mask: makeNode(threshold, { volume }, { lo: 1 }) }),
    { dispatches: 1, perVoxel: 1 / 8, besides: 8 * 64 * 8 },
  );
});
