// Places between voxels in fixed point, as kernels read them.
import { invalidArgument } from '../recipe/errors.js';

/** Places are in 2⁻⁴⁰ voxel and rounded to 2⁻²⁰, by dropping what half of that was added to. */
const UNIT = 2 ** -40;
export const ROUNDING = 2 ** -21;
const FARTHEST = 2 ** 21;

/** Puts a number of voxels as an integer of 64 bits: a low word, its high one `apart` behind. */
export function putUnits(words: Uint32Array, at: number, voxels: number, apart = 2): void {
  if (!(Math.abs(voxels) < FARTHEST))
    throw invalidArgument(
      'unroll',
      'grid',
      `a place ${String(voxels)} voxels from the first`,
      `places within ${String(FARTHEST)} voxels of the first`,
    );
  // Doubles hold these integers: what they cannot hold lies below their last bit.
  const units = Math.round(voxels / UNIT);
  const high = Math.floor(units / 2 ** 32);
  words[at] = units - high * 2 ** 32;
  words[at + apart] = high;
}
