// Bilateral filter.
import { invalidArgument } from '../recipe/errors.js';
import { growRegion, map3, type Vec3 } from '../recipe/geometry.js';
import { voxels, voxelsPerAxis, type Length } from '../recipe/length.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, eraseOp, input, optionalInput, type Node } from '../recipe/op.js';
import { length, nullable, number } from '../recipe/params.js';
import { borderParams } from './border.js';
import { MOST_TRUNCATE } from './gaussian.js';
import { checkNoise, denoiserNode } from './noise_level.js';

/** The default of `contrast` in units of the estimated noise. */
export const BILATERAL_CONTRAST = 2.5;
/** Most voxels that a window may reach to a side. */
const MOST_RADIUS = 15;

/**
 * Voxels that a bilateral window reaches to each side: ⌈truncate · σ⌉; 0 along an axis of length 1.
 */
export function bilateralRadius(
  sigma: Length,
  truncate: number,
  { size, spacing }: GridMeta,
): Vec3 {
  const inVoxels = voxelsPerAxis(sigma, spacing);
  return map3((axis) => (size[axis] === 1 ? 0 : Math.ceil(truncate * inVoxels[axis] - 1e-9)));
}

/**
 * Bilateral filter: the mean of the box of ⌈truncate · σ⌉ voxels around each voxel, weighted by
 * distance, exp(−d²/2σ²) with `sigma` a length (default 1.5 voxels; anisotropic spacing counts),
 * and by difference in value, exp(−Δ²/2c²) with c the `contrast` in intensity; f32. Edges higher
 * than a few c stay. `truncate` defaults to 2. `contrast` defaults to 2.5 times the volume's
 * `noise`; where that is 0, nothing is changed.
 *
 * Outside the volume, `border` reads 'reflect' (default), 'nearest' or 'constant' with `value`; an
 * axis of length 1 has no neighbours. NaN and ±∞ stay what they are and count in no other voxel's
 * mean.
 *
 * Two passes, of which the first makes an f32 copy with the border around it: 13 B/voxel for u8, 16
 * for f32, plus halos. Work grows with the window: an exponential per voxel of it (7³ by default).
 * Errors stay below 2·10⁻⁶ of the range of the values. C. Tomasi and R. Manduchi, ICCV (1998) 839,
 * https://doi.org/10.1109/ICCV.1998.710815.
 */
export const bilateral = declareOp({
  name: 'bilateral',
  kind: 'map',
  inputs: { volume: input('volume'), noise: optionalInput('scalar') },
  params: {
    sigma: length(
      { default: voxels(1.5) },
      'Standard deviation of the Gaussian that weighs voxels by their distance.',
    ),
    contrast: nullable(
      number(
        { above: 0, unit: 'intensity' },
        'Differences in intensity well above it are kept; null: 2.5 times the estimated noise.',
      ),
    ),
    truncate: number(
      { default: 2, above: 0, max: MOST_TRUNCATE },
      'Where the window is cut off, in standard deviations.',
    ),
    ...borderParams,
  },
  exactness: 'float-dependent',
  inQuads: true,
  result: ({ volume, noise }, { sigma, contrast, truncate }): GridMeta => {
    checkNoise('bilateral', 'contrast', contrast, noise);
    const radius = bilateralRadius(sigma, truncate, volume);
    if (radius.some((r) => r > MOST_RADIUS))
      throw invalidArgument(
        'bilateral',
        'sigma',
        sigma,
        `truncate · sigma of at most ${String(MOST_RADIUS)} voxels along every axis; it is ${radius.join(', ')}. Bin the volume for more`,
      );
    return { ...volume, storage: 'f32' };
  },
  needs: (region, { volume }, { sigma, truncate }) => ({
    volume: growRegion(region, bilateralRadius(sigma, truncate, volume), volume.size),
  }),
  notes: ({ border, value, truncate, contrast }) => ({
    border: border === 'constant' ? `constant ${String(value)}` : border,
    window: `box, cut at ${String(truncate)} σ`,
    contrast: contrast === null ? `${String(BILATERAL_CONTRAST)} × estimated noise` : 'given',
  }),
});

/** The node of {@link bilateral}, with an estimate of the noise where that is needed. */
export function bilateralNode(volume: Node, params: Readonly<Record<string, unknown>> = {}): Node {
  return denoiserNode(eraseOp(bilateral), ['contrast'], volume, params);
}
