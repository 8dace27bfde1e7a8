import { expect } from 'vitest';
import { map3, type Vec3 } from '../../../src/recipe/geometry.js';
import type { Lab } from '../../../src/volume/lab.js';
import { drawnLabels, labelsOf } from './handles.js';

/** Where centres of balls lie between the voxels. */
export const OFFSETS: readonly Vec3[] = [
  [0, 0, 0],
  [0.5, 0.5, 0.5],
  [0.12, 0.23, 0.34],
  [0.5, 0, 0],
  [0.3, 0.7, 0.1],
];

type Bounds = readonly [low: number, high: number];

/**
 * Least and greatest relative error that the docs state, by the least radius in voxels of the
 * finest spacing.
 */
const STATED: Readonly<Record<string, Readonly<Record<'cubic' | 'flat', Record<number, Bounds>>>>> =
  {
    surfaceArea: {
      cubic: { 5: [-0.046, 0.046], 10: [-0.016, 0.016], 20: [-0.006, 0.006] },
      flat: { 5: [-0.054, 0.054], 10: [-0.035, 0.035], 20: [-0.013, 0.013] },
    },
    surfaceAreaCrofton3: {
      cubic: { 5: [-0.046, 0.046], 10: [-0.016, 0.016], 20: [-0.006, 0.006] },
      flat: { 5: [-0.083, 0.083], 10: [-0.044, 0.044], 20: [-0.013, 0.013] },
    },
    surfaceAreaFaces: {
      cubic: { 5: [0.43, 0.56], 10: [0.47, 0.52], 20: [0.48, 0.52] },
      flat: { 5: [0.43, 0.63], 10: [0.45, 0.57], 20: [0.48, 0.52] },
    },
    surfaceAreaMarchingCubes: {
      cubic: { 5: [0.03, 0.13], 10: [0.06, 0.1], 20: [0.08, 0.1] },
      flat: { 5: [0.09, 0.23], 10: [0.13, 0.22], 20: [0.16, 0.18] },
    },
    sphericity: {
      cubic: { 5: [-0.021, 0.021], 10: [-0.008, 0.008], 20: [-0.003, 0.003] },
      flat: { 5: [-0.043, 0.043], 10: [-0.024, 0.024], 20: [-0.007, 0.007] },
    },
    semiAxisA: {
      cubic: { 5: [-0.01, 0.05], 10: [-0.01, 0.02], 20: [-0.005, 0.005] },
      flat: { 5: [-0.01, 0.12], 10: [-0.01, 0.04], 20: [-0.005, 0.01] },
    },
  };

/** Measures a ball, and expects of every estimator what its doc says. */
export async function expectBall(
  lab: Lab,
  spacing: Vec3,
  radius: number,
  offset: Vec3,
): Promise<void> {
  const size = map3((i) => Math.ceil((2 * radius + 1) / spacing[i]) + 4);
  const centre = map3((i) => (Math.floor(size[i] / 2) + offset[i]) * spacing[i]);
  const data = drawnLabels(size, (x, y, z) =>
    Math.hypot(
      x * spacing[0] - centre[0],
      y * spacing[1] - centre[1],
      z * spacing[2] - centre[2],
    ) <= radius
      ? 1
      : 0,
  );
  const grid = await labelsOf(lab, data, size, spacing);
  const row = (await grid.measure({ columns: 'all' })).row(0);
  const truth: Record<string, number> = { sphericity: 1, semiAxisA: radius };
  for (const [name, { cubic, flat }] of Object.entries(STATED)) {
    const bounds = spacing[2] === 1 ? cubic : flat;
    const from = Math.max(
      ...Object.keys(bounds)
        .map(Number)
        .filter((r) => r <= radius),
    );
    const [low, high] = bounds[from]!;
    const error = row[name]! / (truth[name] ?? 4 * Math.PI * radius ** 2) - 1;
    const where = `${name} of radius ${String(radius)}, spacing ${spacing.join(':')}, at ${offset.join()}`;
    expect(error, where).toBeGreaterThanOrEqual(low);
    expect(error, where).toBeLessThanOrEqual(high);
  }
  expect(row['feretMax']! - 2 * radius).toBeGreaterThan(0);
  expect(row['feretMax']! - 2 * radius).toBeLessThanOrEqual(Math.hypot(...spacing));
  expect(row['feretMin']! - 2 * radius).toBeGreaterThanOrEqual(-spacing[2] - 1e-9);
  expect(row['feretMin']! - 2 * radius).toBeLessThan(1);
  expect(row['solidity']).toBeGreaterThan(radius < 10 ? 0.69 : radius < 20 ? 0.78 : 0.87);
  expect(row['solidity']).toBeLessThan(1);
  expect(row['eulerNumber6']).toBe(1);
  expect(row['eulerNumber26']).toBe(1);
}
