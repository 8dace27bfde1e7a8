import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';

/**
 * A mask as it is, computed once for all that read it. Where it does not fit whole, its bits are
 * kept in a spill: what takes long to compute, and is read brick by brick several times, is read
 * from there. 1/8 B/voxel, copied once; 1/8 B/voxel of spill.
 */
export const heldMask = declareOp({
  name: 'heldMask',
  kind: 'global',
  inputs: { mask: input('mask') },
  params: {},
  exactness: 'exact',
  result: ({ mask }): GridMeta => mask,
});
