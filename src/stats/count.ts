import { yields } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';

/**
 * Number of voxels in a mask. Exact. One pass over 1/8 B/voxel.
 */
export const count = declareOp({
  name: 'count',
  kind: 'reduce',
  inputs: { mask: input('mask') },
  params: {},
  exactness: 'exact',
  result: () => yields.plain<number>(),
});
