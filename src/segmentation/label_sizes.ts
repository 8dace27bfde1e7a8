import { yields } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';

/**
 * Voxels of every id of labels: a Float64Array whose element i counts the voxels with id i (that of
 * 0 is 0), as long as the greatest id needs. Exact. One pass over 4 B/voxel; 4 bytes per id are
 * read back per brick.
 */
export const labelSizes = declareOp({
  name: 'labelSizes',
  kind: 'reduce',
  inputs: { labels: input('labels') },
  params: {},
  exactness: 'exact',
  result: () => yields.plain<Float64Array>(),
});
