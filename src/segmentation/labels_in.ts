import { yields } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';

/**
 * Which objects of labels have a voxel in a mask: a Uint8Array whose element i is 1 where one with
 * id i has. Exact. One pass over 4 B/voxel of labels and 1/8 B/voxel of the mask; one bit per id is
 * read back per brick.
 */
export const labelsIn = declareOp({
  name: 'labelsIn',
  kind: 'reduce',
  inputs: { labels: input('labels'), mask: input('mask') },
  params: {},
  exactness: 'exact',
  result: () => yields.plain<Uint8Array>(),
});
