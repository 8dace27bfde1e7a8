// What the heights of a separation mean: squared distances as integers, or smoothed distances in
// 1/256 voxel.
import type { Vec3 } from '../recipe/geometry.js';
import { physicalLength } from '../recipe/length.js';
import type { GridMeta } from '../recipe/meta.js';
import type { ParamsOfSpecs } from '../recipe/params.js';
import type { MergeRule } from './merge_basins.js';
import type { separate } from './separate.js';
import { integerWeights, type SquaredWeights } from './squared_weights.js';

/** Heights of one kind. */
export interface HeightKind {
  readonly squares: SquaredWeights;
  /** Squared distances of one voxel of the smallest spacing, in `squares`. */
  readonly perVoxel: number;
  readonly smoothed: boolean;
  /** Factor that makes a height of a smoothed distance. */
  readonly scale: number;
  /** How high background counts in the window of a peak: 2 voxels. */
  readonly wall: number;
}

/** The heights of a mask's distances, exact or smoothed. */
export function heightsOf({ spacing, size }: GridMeta, smoothed: boolean): HeightKind {
  const squares = integerWeights(spacing, size);
  const least = Math.min(...spacing);
  const perVoxel = least ** 2 / squares.unitSquared;
  return {
    squares,
    perVoxel,
    smoothed,
    scale: 256 / least,
    wall: smoothed ? 2 * 256 : 4 * perVoxel,
  };
}

/** How basins of such heights merge. */
export function mergeRule(
  { squares, perVoxel, smoothed }: HeightKind,
  { spacing }: GridMeta,
  { minContrast, minDistance }: ParamsOfSpecs<(typeof separate)['params']>,
): MergeRule {
  return {
    weights: squares.weights,
    ...(smoothed
      ? {
          distance: (height) => height,
          squared: (height) => (height ** 2 * perVoxel) / 65536,
        }
      : {
          distance: (height) => Math.floor(Math.sqrt((height * 65536) / perVoxel)),
          squared: (height) => height,
        }),
    minContrast: Math.round((256 * physicalLength(minContrast, spacing)) / Math.min(...spacing)),
    minDistance: Math.round(256 * minDistance),
  };
}

/** The position of a basin's maximum, by its index in the volume. */
export function positionIn([nx, ny]: Vec3, voxels: ArrayLike<number>): (basin: number) => Vec3 {
  return (basin) => {
    const row = Math.floor(voxels[basin]! / nx);
    return [voxels[basin]! % nx, row % ny, Math.floor(row / ny)];
  };
}
