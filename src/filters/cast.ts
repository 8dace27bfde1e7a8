import { DTYPE_NAMES } from '../recipe/dtype.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { oneOf } from '../recipe/params.js';

/**
 * The same volume in another `dtype`. Values beyond its range become its least or greatest value;
 * f32 to an integer rounds to the nearest, halves to the even one, and NaN becomes 0. Integers
 * beyond 2²⁴ are rounded to the nearest f32. One pass: the bytes of a voxel in both dtypes.
 */
export const cast = declareOp({
  name: 'cast',
  kind: 'map',
  inputs: { volume: input('volume') },
  params: { dtype: oneOf(DTYPE_NAMES, undefined, 'The type that voxels are stored in.') },
  exactness: 'exact',
  result: ({ volume }, { dtype }): GridMeta => ({ ...volume, storage: dtype }),
});
