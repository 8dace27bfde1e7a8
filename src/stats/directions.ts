// The 13 directions of the 26-neighbourhood and their Crofton weights (spherical Voronoi cells).
import { map3, type Vec3 } from '../recipe/geometry.js';

/**
 * The 13 directions to the neighbours of a voxel, one of each opposite pair; the first three are
 * the axes.
 */
export const DIRECTIONS_13: readonly Vec3[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [1, 1, 0],
  [1, -1, 0],
  [1, 0, 1],
  [1, 0, -1],
  [0, 1, 1],
  [0, 1, -1],
  [1, 1, 1],
  [1, -1, 1],
  [1, 1, -1],
  [1, -1, -1],
];

/** The length of an offset in voxels. */
export function lengthOf(offset: Vec3, spacing: Vec3): number {
  return Math.hypot(...map3((i) => offset[i] * spacing[i]));
}

const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const scaled = (a: Vec3, by: number): Vec3 => map3((i) => a[i] * by);
const unit = (a: Vec3): Vec3 => scaled(a, 1 / Math.hypot(...a));

/** A polygon cut down to the side of a plane through the origin that its normal points to. */
function clipped(polygon: readonly Vec3[], normal: Vec3): Vec3[] {
  return polygon.flatMap((a, i) => {
    const b = polygon[(i + 1) % polygon.length]!;
    const [da, db] = [dot(a, normal), dot(b, normal)];
    const meets = da * db < 0 ? [map3((k) => a[k] + ((b[k] - a[k]) * da) / (da - db))] : [];
    return da >= 0 ? [a, ...meets] : meets;
  });
}

/**
 * The solid angle of a cone over a convex polygon (van Oosterom and Strackee, IEEE Trans. Biomed.
 * Eng. 30, 1983, 125, https://doi.org/10.1109/TBME.1983.325207).
 */
function solidAngle(polygon: readonly Vec3[]): number {
  const rays = polygon.map(unit);
  let sum = 0;
  for (let i = 1; i + 1 < rays.length; i += 1) {
    const [a, b, c] = [rays[0]!, rays[i]!, rays[i + 1]!];
    const volume = dot(a, cross(b, c));
    sum += 2 * Math.atan2(Math.abs(volume), 1 + dot(a, b) + dot(b, c) + dot(a, c));
  }
  return sum;
}

/**
 * How much of all directions each of some directions stands for: the part of the sphere that is
 * nearer to it, or its opposite, than to any other. They add up to 1.
 */
export function directionWeights(offsets: readonly Vec3[], spacing: Vec3): number[] {
  const rays = offsets.map((offset) => unit(map3((i) => offset[i] * spacing[i])));
  const both = [...rays, ...rays.map((ray) => scaled(ray, -1))];
  return rays.map((ray) => {
    const aside = unit(cross(ray, Math.abs(ray[0]) < 0.6 ? [1, 0, 0] : [0, 1, 0]));
    const up = cross(ray, aside);
    // The cell lies before the ray, in a plane across it: cells of rays that surround the origin
    // are bounded.
    const far = 1e4;
    let cell: Vec3[] = (
      [
        [-1, -1],
        [1, -1],
        [1, 1],
        [-1, 1],
      ] as const
    ).map(([u, v]) => map3((i) => ray[i] + far * (u * aside[i] + v * up[i])));
    for (const other of both)
      if (other !== ray)
        cell = clipped(
          cell,
          map3((i) => ray[i] - other[i]),
        );
    return solidAngle(cell) / (2 * Math.PI);
  });
}
