import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { oneOf } from '../recipe/params.js';

/**
 * Labels 1 and 2 in turn for the slices of a mask across an axis, so that components of equal ids
 * are those of single slices. Reads 1/8 B/voxel and writes 4; one pass.
 */
export const sliceParity = declareOp({
  name: 'sliceParity',
  kind: 'map',
  inputs: { mask: input('mask') },
  params: { axis: oneOf(['x', 'y', 'z'], 'z', 'The axis across which slices are taken.') },
  exactness: 'exact',
  result: ({ mask }): GridMeta => ({ ...mask, kind: 'labels', storage: 'u32' }),
});
