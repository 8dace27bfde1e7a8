import { yields } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';

/**
 * Number of different ids above 0 in labels: of objects. Exact. One pass over 4 B/voxel, and one
 * bit per id. `limit` where the greatest id needs more bits than the GPU binds: components()
 * numbers objects anew.
 */
export const labelCount = declareOp({
  name: 'labelCount',
  kind: 'reduce',
  inputs: { labels: input('labels') },
  params: {},
  exactness: 'exact',
  result: () => yields.plain<number>(),
});
