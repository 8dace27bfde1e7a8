import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';

/**
 * A mask or a volume as it is, computed once for all that read it. Where it does not fit whole, it
 * is kept in a spill: what takes long to compute, and is read brick by brick several times, is read
 * from there. Bits stay as they are, those of NaN and the infinities too. Copied once: 1/8 B/voxel
 * of a mask, the dtype's of a volume, and as much of spill.
 */
export const held = declareOp({
  name: 'held',
  kind: 'global',
  inputs: { grid: input('mask', 'volume') },
  params: {},
  exactness: 'exact',
  result: ({ grid }): GridMeta => grid,
});
