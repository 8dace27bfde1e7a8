import { expect, it } from 'vitest';
import { SplineField, type SplineFieldJson } from '../../src/elastic/index.js';
import { Random } from '../../src/synthetic/random.js';

const SIZE = [5, 6, 7] as const;
const PLACE = { size: SIZE, spacing: [4, 5, 3], origin: [-4, 10, -3] } as const;

const random = new Random(3);
const coefficients = Array.from({ length: 3 * 5 * 6 * 7 }, () => random.uniform() - 0.5);
const field = SplineField.fromJSON({ ...PLACE, coefficients });

/** The cubic B-spline, from its definition by cases. */
function spline(t: number): number {
  const r = Math.abs(t);
  if (r < 1) return (4 - 6 * r ** 2 + 3 * r ** 3) / 6;
  return r < 2 ? (2 - r) ** 3 / 6 : 0;
}

/** A component at a point: the sum over all control points. */
function displacement(component: number, point: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k < SIZE[2]; k += 1)
    for (let j = 0; j < SIZE[1]; j += 1)
      for (let i = 0; i < SIZE[0]; i += 1) {
        const weight = [i, j, k]
          .map((at, a) => spline((point[a]! - PLACE.origin[a]!) / PLACE.spacing[a]! - at))
          .reduce((product, w) => product * w);
        sum += weight * coefficients[((component * SIZE[2] + k) * SIZE[1] + j) * SIZE[0] + i]!;
      }
  return sum;
}

// Of these voxels the first along x and the last along z lie outside of what is covered.
const grid = { size: [5, 4, 6], spacing: [2, 1.5, 2.5], origin: [-1, 16, 0.5] } as const;
const points = Array.from({ length: 5 * 4 * 6 }, (_, voxel) => [
  grid.origin[0] + (voxel % 5) * 2,
  grid.origin[1] + (Math.floor(voxel / 5) % 4) * 1.5,
  grid.origin[2] + Math.floor(voxel / 20) * 2.5,
]);
const isCovered = ([x, , z]: readonly number[]): boolean => x! >= 0 && z! < 12;

it('displacements are the sum over the control points, and NaN beyond them', async () => {
  const found = await field.displacements(grid);
  for (const component of [0, 1, 2] as const)
    points.forEach((point, voxel) => {
      const value = found[component][voxel]!;
      if (isCovered(point)) expect(value).toBeCloseTo(displacement(component, point), 6);
      else expect(value).toBeNaN();
    });
  expect(points.filter(isCovered).length).toBe(4 * 4 * 5);
});

it('the change of volume is the determinant of differences', async () => {
  const h = 1e-4;
  const changes = points.filter(isCovered).map((point) => {
    const d = [0, 1, 2].map((c) =>
      [0, 1, 2].map((axis) => {
        const moved = (by: number): number =>
          displacement(
            c,
            point.map((at, a) => (a === axis ? at + by : at)),
          );
        return (moved(h) - moved(-h)) / (2 * h) + (c === axis ? 1 : 0);
      }),
    ) as [number[], number[], number[]];
    const [a, b, c] = d;
    return (
      a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) -
      a[1]! * (b[0]! * c[2]! - b[2]! * c[0]!) +
      a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!)
    );
  });
  const { min, max } = await field.volumeChange(grid);
  expect(min).toBeCloseTo(Math.min(...changes), 6);
  expect(max).toBeCloseTo(Math.max(...changes), 6);
});

it('has nothing to say of a grid that it does not cover', async () => {
  const apart = { ...grid, origin: [100, 0, 0] } as const;
  expect(await field.volumeChange(apart)).toEqual({ min: NaN, max: NaN });
});

it('is written and read', () => {
  const again = SplineField.fromJSON(JSON.parse(JSON.stringify(field)) as SplineFieldJson);
  expect(again).toEqual(field);
});

it.each([
  ['a number too few', { ...PLACE, coefficients: coefficients.slice(1) }],
  ['NaN', { ...PLACE, coefficients: coefficients.with(7, NaN) }],
  ['three control points', { ...PLACE, size: [3, 10, 7] as const, coefficients }],
  ['what is no field', {}],
  ['no spacing', { ...PLACE, spacing: [4, 0, 3] as const, coefficients }],
])('refuses %s', (_, json) => {
  expect(() => SplineField.fromJSON(json as SplineFieldJson)).toThrow(
    /coefficients for each control point/,
  );
});
