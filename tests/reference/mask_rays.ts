import type { Vec3 } from '../../src/recipe/geometry.js';

/** A grid whose voxels are on or off. */
export interface MaskTwin {
  readonly data: ArrayLike<number>;
  readonly size: Vec3;
  readonly spacing: Vec3;
  readonly origin: Vec3;
}

/** Samples nearer to the face between two voxels than this, in voxels, may be either's. */
const NEAR = 4e-4;

/**
 * The voxel that is nearest to the place `radius` from the axis [x, y] along an angle, 0 outside;
 * undefined where two are as near but for rounding.
 */
export function rayTwin(
  { data, size, spacing, origin }: MaskTwin,
  [x, y]: readonly [number, number],
  slice: number,
  angle: number,
  radius: number,
): number | undefined {
  const u = (x + radius * Math.cos(angle) - origin[0]) / spacing[0] + 0.5;
  const v = (y + radius * Math.sin(angle) - origin[1]) / spacing[1] + 0.5;
  if ([u, v].some((each) => Math.abs(each - Math.round(each)) < NEAR)) return undefined;
  const [i, j] = [Math.floor(u), Math.floor(v)];
  if (i < 0 || j < 0 || i >= size[0] || j >= size[1]) return 0;
  return data[(slice * size[1] + j) * size[0] + i]!;
}

/** The centroid of a slice's voxels that are on, and how many there are. */
export function centroidTwin(
  { data, size, spacing, origin }: MaskTwin,
  slice: number,
): { readonly count: number; readonly x: number; readonly y: number } {
  let [count, x, y] = [0, 0, 0];
  for (let j = 0; j < size[1]; j += 1)
    for (let i = 0; i < size[0]; i += 1)
      if (data[(slice * size[1] + j) * size[0] + i] === 1) {
        count += 1;
        x += origin[0] + i * spacing[0];
        y += origin[1] + j * spacing[1];
      }
  return { count, x: x / count, y: y / count };
}
