// Surface areas of objects by the Crofton formula.
import { volumeOf, type Vec3 } from '../../recipe/geometry.js';
import { DIRECTIONS_13, directionWeights, lengthOf } from '../directions.js';
import type { AreaEstimator } from '../surface_area.js';

/** Estimators of areas from transitions along directions. */
export type CrossingEstimator = Exclude<AreaEstimator, 'marchingCubes'>;

/**
 * What one transition along each of the 13 directions adds to an area; 0 along those that an
 * estimator does not use.
 */
export function areaPerTransition(estimator: CrossingEstimator, spacing: Vec3): Float64Array {
  const voxel = volumeOf(spacing);
  const areas = new Float64Array(DIRECTIONS_13.length);
  if (estimator === 'faces') {
    for (const axis of [0, 1, 2] as const) areas[axis] = voxel / spacing[axis];
    return areas;
  }
  const used = DIRECTIONS_13.slice(0, estimator === 'crofton3' ? 3 : 13);
  directionWeights(used, spacing).forEach((weight, k) => {
    areas[k] = (2 * weight * voxel) / lengthOf(used[k]!, spacing);
  });
  return areas;
}
