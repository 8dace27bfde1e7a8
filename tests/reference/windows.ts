import { makeArray, type Dtype, type GridArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { borderTwin } from './filters.js';

/** What lies outside a volume. */
export type BorderRule = 'reflect' | 'nearest' | 'constant';

/** Order of values: −0 below +0, NaN above all. */
export function compareValues(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  if (a === 0 && b === 0) return Number(Object.is(b, -0)) - Number(Object.is(a, -0));
  return a - b;
}

/** Offsets of a box of odd sizes. */
export function boxOffsets(size: Vec3): Vec3[] {
  const [rx, ry, rz] = size.map((n) => (n - 1) / 2) as [number, number, number];
  const offsets: Vec3[] = [];
  for (let z = -rz; z <= rz; z++)
    for (let y = -ry; y <= ry; y++) for (let x = -rx; x <= rx; x++) offsets.push([x, y, z]);
  return offsets;
}

/** Offsets of the voxels whose centres are within a radius. */
export function ballOffsets(radius: number, spacing: Vec3): Vec3[] {
  const most = spacing.map((s) => 2 * Math.ceil(radius / s) + 1) as [number, number, number];
  return boxOffsets(most).filter(
    (d) => Math.hypot(...d.map((n, i) => n * spacing[i]!)) <= radius * (1 + 1e-9),
  );
}

/** Visits each voxel with the sorted values of its window. */
export function sortedWindows(
  data: GridArray,
  size: Vec3,
  offsets: readonly Vec3[],
  border: BorderRule,
  value: number,
  visit: (index: number, values: readonly number[]) => void,
): void {
  const [nx, ny, nz] = size;
  for (let i = 0; i < data.length; i++) {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const values = offsets.map(([dx, dy, dz]) => {
      const u = borderTwin(x + dx, nx, border);
      const v = borderTwin(y + dy, ny, border);
      const w = borderTwin(z + dz, nz, border);
      return u === undefined || v === undefined || w === undefined
        ? value
        : data[(w * ny + v) * nx + u]!;
    });
    visit(i, values.sort(compareValues));
  }
}

/** The value of a rank (from 0; negative: from the end) of each window. */
export function rankTwin(
  data: GridArray,
  dtype: Dtype,
  size: Vec3,
  offsets: readonly Vec3[],
  border: BorderRule,
  value: number,
  rank: number,
): GridArray {
  const out = makeArray(dtype, data.length);
  sortedWindows(data, size, offsets, border, value, (i, values) => {
    out[i] = values.at(rank)!;
  });
  return out;
}
