// Sobel gradient magnitude.
import { growRegion } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { borderParams } from './border.js';

/**
 * Magnitude of the gradient by Sobel's kernels, f32, in intensity per length: along each axis the
 * difference of the two neighbours, weighted by 1, 2, 1 along both other axes, over 32 times the
 * spacing. So a ramp has its slope, of an image of one slice too. It is SciPy's
 * `generic_gradient_magnitude(volume, sobel)` over 32 where the spacing is 1; SciPy leaves the sum
 * of the weights, 32 (of a 2D image 8), in its numbers, and knows no spacing.
 *
 * Outside the volume, `border` reads 'reflect' (default), 'nearest', which here is the same, or
 * 'constant' with `value`. NaN and infinities reach the 26 neighbours; a voxel has no weight in its
 * own result, but where the border repeats it. u32 and i32 are rounded to f32 first. Errors stay
 * below 10⁻⁶ of the greatest |value|, over the least spacing.
 *
 * One pass: the volume's bytes and 4 B/voxel: 5 B/voxel for u8, plus the halo of one voxel.
 * Literature: Sobel and Feldman, Stanford Artificial Intelligence Project (1968).
 */
export const sobelMagnitude = declareOp({
  name: 'sobelMagnitude',
  kind: 'map',
  inputs: { volume: input('volume') },
  params: borderParams,
  exactness: 'float-dependent',
  result: ({ volume }): GridMeta => ({ ...volume, storage: 'f32' }),
  needs: (region, { volume }) => ({ volume: growRegion(region, [1, 1, 1], volume.size) }),
  notes: ({ border, value }) => ({
    border: border === 'constant' ? `constant ${String(value)}` : border,
    gradient: 'Sobel 3×3×3, over 32 times the spacing',
  }),
});
