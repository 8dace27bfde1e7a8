import { expect, test } from 'vitest';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { VoxmetryError } from '../../src/recipe/errors.js';
import {
  booleanSpheroids,
  randomFibres,
  voxeliseFibres,
  voxeliseSpheroids,
  type Fibre,
  type Spheroid,
} from '../../src/synthetic/index.js';
import { generateLike, fibresAlong, levelCutFields } from '../../src/twin/index.js';
import { openEngine } from '../../src/engine/index.js';
import { checksum } from './checksum.js';

const box = [40, 36, 32] as const;
const grid = { size: [40, 36, 32], spacing: [1, 1, 1] } as const;
const uneven = { size: [20, 24, 32], spacing: [2, 1.5, 1] } as const;
const covered = (labels: Uint32Array): number =>
  labels.reduce((sum, label) => sum + (label > 0 ? 1 : 0), 0) / labels.length;
const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Labels by the definition: of all grains that hold a point, the one that it is deepest in. */
function labelsBy<T>(grains: readonly T[], partOf: (grain: T, place: Vec3) => number): number[] {
  const { size, spacing } = uneven;
  return Array.from({ length: size[0] * size[1] * size[2] }, (_, i) => {
    const place: Vec3 = [
      (i % size[0]) * spacing[0],
      (Math.floor(i / size[0]) % size[1]) * spacing[1],
      Math.floor(i / (size[0] * size[1])) * spacing[2],
    ];
    const parts = grains.map((grain) => partOf(grain, place));
    const least = Math.min(...parts);
    return least <= 1 ? parts.indexOf(least) + 1 : 0;
  });
}

/** How many labels differ: those on surfaces may, by rounding. */
const differing = (labels: Uint32Array, expected: readonly number[]): number =>
  labels.reduce((sum, label, i) => sum + (label === expected[i] ? 0 : 1), 0);

test('fibres are drawn where their axes are near', () => {
  const fibres = randomFibres({ seed: 3, box, fraction: 0.4, medianDiameter: 5, sigma: 0.2 });
  const expected = labelsBy(fibres, ({ point, direction, radius }: Fibre, place) => {
    const away: Vec3 = [place[0] - point[0], place[1] - point[1], place[2] - point[2]];
    return (dot(away, away) - dot(away, direction) ** 2) / radius ** 2;
  });
  expect(differing(voxeliseFibres(fibres, uneven), expected)).toBeLessThanOrEqual(2);
  // Along x, where rows have no nearest point.
  const along: Fibre = { point: [0, 6, 6], direction: [1, 0, 0], radius: 2.2 };
  expect(covered(voxeliseFibres([along], { size: [5, 12, 12], spacing: [1, 1, 1] }))).toBe(
    13 / 144,
  );
});

test('spheroids are drawn where they are', () => {
  const made = { seed: 5, box, fraction: 0.5, medianDiameter: 9, aspect: 0.3 };
  const flakes = booleanSpheroids({ ...made, orientation: [0.2, 0.2, 1] });
  const expected = labelsBy(flakes, ({ centre, direction, along, across }: Spheroid, place) => {
    const away: Vec3 = [place[0] - centre[0], place[1] - centre[1], place[2] - centre[2]];
    const part = dot(away, direction);
    return (part / along) ** 2 + (dot(away, away) - part ** 2) / across ** 2;
  });
  expect(differing(voxeliseSpheroids(flakes, uneven), expected)).toBeLessThanOrEqual(2);
  for (const { along, across } of flakes) expect(along / across).toBeCloseTo(0.3, 12);
  // Axes lie about z, in both senses.
  const up = flakes.map(({ direction }) => direction[2]);
  expect(Math.min(...up)).toBeLessThan(0);
  // The density of z is in proportion to (z² + (1 − z²) / 0.2²)^(−3/2): Tyler (1987).
  const steps = Array.from({ length: 1000 }, (_, i) => (i + 0.5) / 1000);
  const density = (z: number): number => (z * z + (1 - z * z) / 0.04) ** -1.5;
  const whole = steps.reduce((sum, z) => sum + density(z), 0);
  const moment = (power: number): number =>
    steps.reduce((sum, z) => sum + z ** power * density(z), 0) / whole;
  const found = up.reduce((sum, z) => sum + z * z, 0) / up.length;
  const error = Math.sqrt((moment(4) - moment(2) ** 2) / up.length);
  expect(Math.abs(found - moment(2))).toBeLessThan(3 * error);
});

test('the fraction is what was asked for', () => {
  const seeds = Array.from({ length: 12 }, (_, i) => i + 1);
  const meanOf = (of: (seed: number) => number): readonly [number, number] => {
    const values = seeds.map(of);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return [mean, Math.sqrt(squares / (values.length - 1) / values.length)];
  };
  for (const orientation of [[1, 1, 1] as const, [1, 1, 0] as const]) {
    const made = { box, fraction: 0.3, medianDiameter: 4, orientation };
    const [mean, error] = meanOf((seed) =>
      covered(voxeliseFibres(randomFibres({ seed, ...made }), grid)),
    );
    expect(Math.abs(mean - 0.3)).toBeLessThan(3.5 * error);
  }
  const made = { box, fraction: 0.4, medianDiameter: 6, sigma: 0, aspect: 3 };
  const [mean, error] = meanOf((seed) =>
    covered(voxeliseSpheroids(booleanSpheroids({ seed, ...made }), grid)),
  );
  expect(Math.abs(mean - 0.4)).toBeLessThan(3.5 * error);
});

test('directions are at random, in a plane, or along an axis', () => {
  const squares = (orientation: Vec3): number[] => {
    const fibres = randomFibres({ seed: 2, box, fraction: 0.9, medianDiameter: 2, orientation });
    return [0, 1, 2].map(
      (i) => fibres.reduce((sum, { direction }) => sum + direction[i]! ** 2, 0) / fibres.length,
    );
  };
  for (const square of squares([1, 1, 1])) expect(Math.abs(square - 1 / 3)).toBeLessThan(0.06);
  expect(squares([1, 1, 0])[2]).toBe(0);
  expect(squares([0, 0, 1])[2]).toBe(1);
});

test('the same seed gives the same bits on every engine', () => {
  const fibres = randomFibres({ seed: 9, box, fraction: 0.3, medianDiameter: 5, sigma: 0.3 });
  expect(checksum(voxeliseFibres(fibres, grid))).toBe(3646306901);
  const made = { seed: 9, box, fraction: 0.5, medianDiameter: 9, aspect: 0.4 };
  expect(checksum(voxeliseSpheroids(booleanSpheroids(made), grid))).toBe(3763210687);
});

test('twins of a mat of fibres match by fibres, and not by fields', async () => {
  const lab = await openEngine();
  const mat = { fraction: 0.25, medianDiameter: 3, orientation: [1, 1, 0] } as const;
  const labels = voxeliseFibres(randomFibres({ seed: 4, box: [40, 40, 40], ...mat }), {
    size: [40, 40, 40],
    spacing: [1, 1, 1],
  });
  const scan = await lab.open({ data: labels, size: [40, 40, 40] });
  const generators = [levelCutFields, fibresAlong([1, 1, 0])];
  const [best, other] = await generateLike(scan.threshold({ lo: 1 }), { generators, n: 4 });
  expect(best!.generator).toBe('fibres [1, 1, 0]');
  expect([best!.matches, other!.matches]).toEqual([true, false]);
  expect(best!.parameters.length[0] / 3).toBeGreaterThan(0.85);
  expect(best!.parameters.length[0] / 3).toBeLessThan(1.15);
  await lab.dispose();
});

test('refuses what is none', () => {
  const fibres = { seed: 1, box, fraction: 0.3, medianDiameter: 4 };
  const flakes = { ...fibres, aspect: 0.5 };
  for (const wrong of [
    () => randomFibres({ ...fibres, fraction: 1 }),
    () => randomFibres({ ...fibres, medianDiameter: 0 }),
    () => randomFibres({ ...fibres, sigma: 2 }),
    () => randomFibres({ ...fibres, box: [1, 0, 1] }),
    () => randomFibres({ ...fibres, orientation: [0, 0, 0] }),
    () => randomFibres({ ...fibres, orientation: [1, -1, 0] }),
    () => booleanSpheroids({ ...flakes, aspect: 0 }),
    () => booleanSpheroids({ ...flakes, fraction: NaN }),
    () => fibresAlong([NaN, 1, 1]),
  ])
    expect(wrong).toThrow(VoxmetryError);
});
