// The axis of a roll, first from the centroids of its slices.
import { yields } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';

/** Where an axis along z lies in every slice of a volume, in its unit. */
export interface RollAxis {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * A first axis of a roll, as {@link RollAxis}: the line that fits the centroids of a mask's slices
 * best, each slice weighing by its voxels. Exact sums; one pass of 1/8 B/voxel and 8 B per row
 * along x, which are read back.
 */
export const centroidAxis = declareOp({
  name: 'centroidAxis',
  kind: 'reduce',
  inputs: { mask: input('mask') },
  params: {},
  exactness: 'exact',
  result: () => yields.plain<RollAxis>(),
});
