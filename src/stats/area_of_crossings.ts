// Surface area by the Crofton formula from crossings along 13 or 3 directions (Cauchy–Crofton).
import { volumeOf, type Vec3 } from '../recipe/geometry.js';
import type { AreaEstimator, SurfaceAreaValue } from './surface_area.js';
import { DIRECTIONS_13, directionWeights, lengthOf } from './directions.js';
import type { GridMeta } from '../recipe/meta.js';
import { withoutInterval } from './density_interval.js';

/** Area of the face across an axis. */
function faceArea(axis: 0 | 1 | 2, spacing: Vec3): number {
  return volumeOf(spacing) / spacing[axis];
}

/**
 * The surface from crossings along the 13 directions: `volumes` are the volume that each pair of
 * voxels along one stands for.
 */
export function areaOfCrossings(
  estimator: Exclude<AreaEstimator, 'marchingCubes'>,
  crossings: ArrayLike<number>,
  volumes: readonly number[],
  spacing: Vec3,
): number {
  if (estimator === 'faces')
    return ([0, 1, 2] as const).reduce<number>(
      (sum, axis) => sum + crossings[axis]! * faceArea(axis, spacing),
      0,
    );
  const used = DIRECTIONS_13.slice(0, estimator === 'crofton3' ? 3 : 13);
  const weights = directionWeights(used, spacing);
  return used.reduce((sum, direction, k) => {
    if (crossings[k] === 0) return sum;
    return sum + (2 * weights[k]! * crossings[k]! * volumes[k]!) / lengthOf(direction, spacing);
  }, 0);
}

/**
 * The volume that each pair of voxels stands for, by direction, where the pairs of a direction,
 * which are fewer than the voxels, stand for a whole; 0 where there is none.
 */
export function sharesOfPairs(pairs: ArrayLike<number>, whole: number): number[] {
  return Array.from(pairs, (n) => (n === 0 ? 0 : whole / n));
}

/** What is counted beside an area. */
export interface CountedVoxels {
  /** Voxels of the mask. */
  readonly voxels: number;
  /** Of them, those in a run of one or two along an axis. */
  readonly thin: number;
  /** Voxels of the volume, or of `within`. */
  readonly total: number;
}

/** Why an area alone has no interval. */
function reasonOf({ estimator, border }: Pick<SurfaceAreaValue, 'estimator' | 'border'>): string {
  if (border === 'closed')
    return "a closed border is for whole objects, not for a part of a phase: take border: 'open'";
  if (estimator === 'gradient')
    return "no interval is known of the estimator 'gradient': take that of 'crofton13'";
  return 'it was not asked for';
}

/**
 * An area with what it is divided by; `extrapolated` is the area that is divided, where the border
 * is made up for.
 */
export function areaValue(
  area: number,
  { voxels, thin, total }: CountedVoxels,
  { spacing, unit }: GridMeta,
  how: Pick<SurfaceAreaValue, 'estimator' | 'border'>,
  extrapolated = area,
): SurfaceAreaValue {
  const voxel = volumeOf(spacing);
  const perVolume = total === 0 ? 0 : extrapolated / (total * voxel);
  return {
    area,
    perVolume,
    perPhaseVolume: voxels === 0 ? null : extrapolated / (voxels * voxel),
    thin: voxels === 0 ? null : thin / voxels,
    sampling: withoutInterval(perVolume, reasonOf(how)),
    unit,
    ...how,
    voxels,
    total,
  };
}
