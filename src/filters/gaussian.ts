// Gaussian filter (separable convolution).
import { growRegion } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { length, number } from '../recipe/params.js';
import { borderParams } from './border.js';
import { gaussianRadius } from './gaussian_weights.js';

/** Beyond so many standard deviations, a Gaussian is 0 in f64. */
export const MOST_TRUNCATE = 40;

/** Where the Gaussian of a filter is cut off. */
export const truncateParam = number(
  { default: 4, above: 0, max: MOST_TRUNCATE },
  'Where the Gaussian is cut off, in standard deviations.',
);

/**
 * Smooth with a Gaussian of standard deviation `sigma` (a length: the spacing of each axis counts;
 * `voxels(n)` is n voxels along each axis); the result is f32. The Gaussian is sampled at voxel
 * centres and cut at radius ⌊truncate · σ + ½⌋ voxels (`truncate` defaults to 4), its weights are
 * normalised in f64, and it is applied along x, then y, then z in f32: SciPy's `gaussian_filter`,
 * to rounding.
 *
 * Outside the volume, `border` reads: 'reflect' (default; d c b a | a b c d | d c b a, as often as
 * needed), 'nearest', or 'constant' with `value` (default 0). An axis of length 1 keeps its values
 * (with 'constant', it mixes with the constant).
 *
 * NaN spreads to every voxel whose window holds it; infinities follow IEEE arithmetic (∞ − ∞ is
 * NaN). u32 and i32 are rounded to f32 first. A voxel's sum runs from the centre outwards in
 * symmetric pairs, so a result depends on neither bricks nor the direction of an axis. Errors stay
 * below 10⁻⁶ of the greatest |value|, of values near the greatest f32 too: no sum overflows.
 *
 * Three passes: x moves the volume's bytes in and 4 B/voxel out, y and z 8 B/voxel each: 21 B/voxel
 * for u8, 22 for u16, 24 for f32, plus the halo. Loads 1 + r/16 values per voxel and axis, r the
 * radius.
 */
export const gaussian = declareOp({
  name: 'gaussian',
  kind: 'map',
  inputs: { volume: input('volume') },
  params: {
    sigma: length(
      {},
      'Standard deviation of the Gaussian: details smaller than it are smoothed away.',
    ),
    truncate: truncateParam,
    ...borderParams,
  },
  exactness: 'float-dependent',
  result: ({ volume }): GridMeta => ({ ...volume, storage: 'f32' }),
  needs: (region, { volume }, { sigma, truncate }) => ({
    volume: growRegion(region, gaussianRadius(sigma, truncate, volume.spacing), volume.size),
  }),
  notes: ({ border, value, truncate }) => ({
    border: border === 'constant' ? `constant ${String(value)}` : border,
    gaussian: `sampled, cut at ${String(truncate)} σ, normalised`,
  }),
});
