// The 13 later neighbours in raster order (half of the 26-neighbourhood).
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import { DIRECTIONS_13 } from './directions.js';

/**
 * The 13 neighbours of a voxel that come after it in raster order, as kernels that look at them
 * number them.
 */
export const LATER_NEIGHBOURS: readonly Vec3[] = [
  [1, 0, 0],
  [-1, 1, 0],
  [0, 1, 0],
  [1, 1, 0],
  [-1, -1, 1],
  [0, -1, 1],
  [1, -1, 1],
  [-1, 0, 1],
  [0, 0, 1],
  [1, 0, 1],
  [-1, 1, 1],
  [0, 1, 1],
  [1, 1, 1],
];

/** Which of the 13 directions leads to each of them, or away from it. */
const DIRECTION_OF: readonly number[] = LATER_NEIGHBOURS.map((offset) =>
  DIRECTIONS_13.findIndex((direction) =>
    [1, -1].some((sign) => direction.every((n, i) => n === sign * offset[i]!)),
  ),
);

/** Counts by later neighbour, in the order of `DIRECTIONS_13`; the first three are the axes. */
export function byDirection(count: (neighbour: number) => number): Float64Array {
  const counts = new Float64Array(DIRECTIONS_13.length);
  DIRECTION_OF.forEach((direction, k) => (counts[direction] = count(k)));
  return counts;
}

/** What each direction of `DIRECTIONS_13` has, by later neighbour. */
export function ofLaterNeighbours(byDirections: readonly number[]): number[] {
  return DIRECTION_OF.map((direction) => byDirections[direction]!);
}

/**
 * The volume that each pair of voxels along a direction stands for: pairs inside a volume are fewer
 * than its voxels.
 */
export function volumesOfPairs(size: Vec3, spacing: Vec3): number[] {
  const whole = volumeOf(size) * volumeOf(spacing);
  return DIRECTIONS_13.map((offset) => {
    const pairs = volumeOf(map3((i) => size[i] - Math.abs(offset[i])));
    return pairs === 0 ? 0 : whole / pairs;
  });
}
