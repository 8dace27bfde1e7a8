import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, valueInput } from '../recipe/op.js';

/**
 * Labels of the ids that were chosen; ids are kept, all others become background. 8 B/voxel and one
 * bit per id; one pass, region to region.
 */
export const keepLabels = declareOp({
  name: 'keepLabels',
  kind: 'map',
  inputs: { labels: input('labels'), chosen: valueInput<Uint32Array>() },
  params: {},
  exactness: 'exact',
  result: ({ labels }): GridMeta => labels,
});

/**
 * Mask of the objects whose ids were chosen. 4 B/voxel and one bit per id; one pass, region to
 * region.
 */
export const maskOfLabels = declareOp({
  name: 'maskOfLabels',
  kind: 'map',
  inputs: { labels: input('labels'), chosen: valueInput<Uint32Array>() },
  params: {},
  exactness: 'exact',
  result: ({ labels }): GridMeta => ({ ...labels, kind: 'mask', storage: 'bit' }),
});
