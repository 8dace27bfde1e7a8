// Grey levels of the voxels of outgrowths.
import { yields } from '../../recipe/meta.js';
import { declareOp, input, valueInput } from '../../recipe/op.js';
import { normalParam } from './foil_blocks.js';
import type { Found } from './found.js';

/** Some places of a list, and the values there. */
export interface ListedValues {
  readonly values: Float32Array<ArrayBuffer>;
}

/**
 * The values of the voxels that {@link Found} lists, in their order, as f32: integers beyond 2^24
 * are rounded, NaN and infinities stay. One pass: for each listed voxel its place, 12 B, and 4 B
 * out; of the volume no more than what lies at these places.
 */
export const listedVoxels = declareOp({
  name: 'listedVoxels',
  kind: 'reduce',
  inputs: { volume: input('volume'), found: valueInput<Found>() },
  params: { normal: normalParam },
  exactness: 'exact',
  result: () => yields.plain<ListedValues>(),
});
