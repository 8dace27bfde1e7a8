import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode } from '../../src/recipe/op.js';
import { translation } from '../../src/recipe/simple_transforms.js';
import { registerLevel, type LevelValue } from '../../src/registration/register_level.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { testNonFinite } from '../ops/non_finite.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 8, 1] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

const SIZE: Vec3 = [40, 36, 1];

/** Levels of a picture at a shift, by a formula. */
function levels(shift: readonly [number, number]): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: volumeOf(SIZE) }, (_, i) => {
    const [x, y] = [(i % SIZE[0]) - shift[0], Math.floor(i / SIZE[0]) - shift[1]];
    return 2048 + 900 * Math.sin(x / 3 + (y / 8) ** 2) + 900 * Math.cos(y / 2.5 + (x / 9) ** 2);
  });
}

async function found(
  by: TestEngine,
  fixed: Float32Array<ArrayBuffer>,
  moving: Float32Array<ArrayBuffer>,
  params: Readonly<Record<string, unknown>> = {},
): Promise<LevelValue> {
  const nodes = {
    fixed: await by.source(fixed, SIZE),
    moving: await by.source(moving, SIZE),
  };
  const node = makeNode(registerLevel, nodes, {
    model: 'translation',
    isFinest: true,
    samples: 2048,
    ...params,
  });
  return (await by.value(node)) as LevelValue;
}

describe('a level', () => {
  test('finds a shift to a part of a voxel, the same whatever the bricks', async () => {
    const value = await found(engine, levels([0, 0]), levels([3.25, -2.5]));
    const [best] = value.poses;
    expect(Math.abs(best!.transform[3]! - 3.25)).toBeLessThan(0.05);
    expect(Math.abs(best!.transform[7]! + 2.5)).toBeLessThan(0.05);
    expect(value.precision!.covariance).not.toBe(null);
    expect(value.curve.at(-1)!.metric).toBe(best!.metric);
    expect(await found(bricked, levels([0, 0]), levels([3.25, -2.5]))).toEqual(value);
  });

  test('starts where it is told, without a search', async () => {
    const start = translation([3, -2, 0]).matrix;
    const given = { start, search: false, metric: 'ncc' };
    const value = await found(engine, levels([0, 0]), levels([3.25, -2.5]), given);
    expect(value.evaluations).toBeLessThan(150);
    expect(Math.abs(value.poses[0]!.transform[3]! - 3.25)).toBeLessThan(0.05);
    expect(value.poses[0]!.metric).toBeGreaterThan(0.99);
  });
});

testNonFinite(registerLevel, async () => {
  const [fixed, moving] = [levels([0, 0]), levels([3, -2])];
  const by = (grid: Float32Array<ArrayBuffer>): Promise<LevelValue> =>
    found(engine, fixed, grid, { metric: 'ncc' });
  const clean = await by(moving);
  // Samples that weigh a voxel that is not a number do not count: they do not overlap.
  moving.fill(NaN, 0, 6 * SIZE[0]);
  const value = await by(moving);
  expect(value.poses[0]!.overlap).toBeLessThan(clean.poses[0]!.overlap - 0.05);
  expect(Math.abs(value.poses[0]!.transform[3]! - 3)).toBeLessThan(0.05);
  moving.fill(Infinity);
  expect((await by(moving)).poses[0]?.metric ?? 0).toBe(0); // the end of the levels, everywhere
});
