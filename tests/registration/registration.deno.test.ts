import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cornerDistance, makePair, type PairOptions } from '../../bench/registration/pairs.js';
import { parametersOf, squaredDistance } from '../../bench/registration/trial.js';
import { openEngine } from '../../src/engine/index.js';
import type { Registration, Volume } from '../../src/index.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { apply, compose, invert, Transform } from '../../src/recipe/transform.js';

const ROOT = '../shared/data/registration/itk-brain';

let lab: Awaited<ReturnType<typeof openEngine>>;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(() => lab.dispose());

/** One of ITK's slices. */
async function slice(name: string): Promise<Volume> {
  const file = new File(
    [readFileSync(`${ROOT}/BrainProtonDensitySlice${name}.png`)],
    `${name}.png`,
  );
  return lab.open(file);
}

/** Where a registration takes a point. */
function taken(found: Registration, point: Vec3): Vec3 {
  if (found.outcome !== 'found') throw new Error(found.outcome);
  return apply(new Transform(found.transform), point);
}

// Parameters are about this point.
const CENTRE: Vec3 = [111.204, 131.591, 0];

describe("ITK's pairs", () => {
  test('of two contrasts, by mutual information', async () => {
    const file = new File([readFileSync(`${ROOT}/BrainT1SliceBorder20.png`)], 't1.png');
    const found = await (
      await lab.open(file)
    ).register(await slice('Shifted13x17y'), {
      model: 'translation',
    });
    const [x, y] = taken(found, [0, 0, 0]);
    expect(Math.abs(x - 13.0204)).toBeLessThan(0.1);
    expect(Math.abs(y - 17.0006)).toBeLessThan(0.1);
  });

  test('turned by 10°', async () => {
    const found = await (await slice('Border20')).register(await slice('R10X13Y17'));
    const [x, y] = taken(found, CENTRE);
    expect(Math.abs(x - CENTRE[0] - 12.4528)).toBeLessThan(0.1);
    expect(Math.abs(y - CENTRE[1] - 16.0766)).toBeLessThan(0.1);
    const { matrix } = new Transform(found.transform!);
    expect(Math.abs(Math.atan2(matrix[4]!, matrix[0]!) - 0.174527)).toBeLessThan(0.002);
  });

  test('turned and scaled by 1.2', async () => {
    const found = await (
      await slice('Border20')
    ).register(await slice('R10X13Y17S12'), {
      model: 'similarity',
    });
    const { matrix } = new Transform(found.transform!);
    expect(Math.abs(Math.hypot(matrix[0]!, matrix[4]!) - 1 / 1.2)).toBeLessThan(0.002);
    expect(Math.abs(Math.atan2(matrix[4]!, matrix[0]!) + 0.174527)).toBeLessThan(0.002);
  });
});

/** A pair's registration, and by how much the worst inner corner is off. */
async function registered(
  options: PairOptions,
  levels?: number,
): Promise<{ found: Registration; error: number; truth: Transform }> {
  const pair = makePair(options);
  const [fixed, moving] = await Promise.all([
    lab.open({ data: pair.fixed, size: pair.size }),
    lab.open({ data: pair.moving, size: pair.size }),
  ]);
  const found = await fixed.register(moving, levels === undefined ? {} : { levels });
  const best = found.transform ?? found.alternatives[0]?.transform;
  const error = best ? cornerDistance(new Transform(best), pair.truth, pair.size) : Infinity;
  return { found, error, truth: pair.truth };
}

describe('pairs of two methods, blurred and noisy', () => {
  test('of volumes', { timeout: 60_000 }, async () => {
    const { found, error, truth } = await registered({
      seed: 2,
      size: [40, 40, 40],
      offsets: [4, 7],
    });
    if (found.outcome !== 'found') throw new Error(found.outcome);
    expect(error).toBeLessThan(0.1);
    // The truth is T ∘ D. 22.46 is χ²'s 99.9 % point of 6; widths are those of the error, no more.
    const motion = compose(truth, invert(new Transform(found.transform)));
    const parameters = parametersOf(motion, found.centre, found.parameters);
    expect(squaredDistance(found.covariance, parameters)).toBeLessThan(22.46);
    expect(found.cornerError).toBeLessThan(0.1);
  });

  test(
    'of grains that are smaller than voxels of the coarsest level',
    { timeout: 120_000 },
    async () => {
      const { found, error } = await registered({ seed: 3, size: [96, 96, 96], angle: 3 }, 4);
      expect(found.outcome).toBe('found');
      expect(error).toBeLessThan(0.1);
    },
  );

  test('of images that show different things have no transform', async () => {
    const { found } = await registered({ seed: 1, size: [64, 64, 1], unrelated: true });
    expect(['ambiguous', 'unrelated']).toContain(found.outcome);
    expect(found.transform).toBe(null);
  });

  test('of images that have little in common have no transform', async () => {
    const { found } = await registered({ seed: 1, size: [64, 64, 1], offsets: [48, 60] });
    expect(['little-overlap', 'unrelated', 'ambiguous']).toContain(found.outcome);
    expect(found.transform).toBe(null);
  });

  test('of volumes whose content repeats itself are ambiguous', async () => {
    const { found } = await registered({
      seed: 1,
      size: [32, 32, 32],
      period: 10,
      offsets: [0, 5],
      angle: 2,
    });
    expect(found.outcome).toBe('ambiguous');
    expect(found.transform).toBe(null);
  });

  test('of a pattern that repeats are ambiguous', async () => {
    const data = new Uint8Array(64 * 64).map(
      (_, i) => 128 + 100 * Math.sin(i % 64) * Math.cos(Math.floor(i / 64)),
    );
    const grid = await lab.open({ data, size: [64, 64, 1] });
    const found = await grid.register(grid, { model: 'translation' });
    expect(found.outcome).toBe('ambiguous');
    expect(found.alternatives.length).toBeGreaterThan(1);
  });
});
