// Non-local means denoising.
import { growRegion, map3, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, eraseOp, input, optionalInput, type Node } from '../recipe/op.js';
import { nullable, number } from '../recipe/params.js';
import { borderParams } from './border.js';
import { checkNoise, denoiserNode } from './noise_level.js';
import { windowSize } from './window.js';

/** The default of `h` in units of the noise. */
export const NLM_STRENGTH = 0.8;

/**
 * Voxels that a window reaches to each side; 0 along an axis of length 1, which has no neighbours.
 */
export function reachOf(window: Vec3, size: Vec3): Vec3 {
  return map3((axis) => (size[axis] === 1 ? 0 : (window[axis] - 1) / 2));
}

/**
 * Non-local means: the mean of the `search` box (odd voxels, one number or three; default 11)
 * around each voxel, weighted by how alike the `patch` boxes (1, 3, 5 or 7 voxels; default 3) of
 * both voxels are: exp(−max(0, D − 2s²)/h²), D the mean squared difference of the patches, s the
 * `noise`; f32. `noise` (a standard deviation in intensity) defaults to the volume's estimated
 * noise, `h` to 0.8 times it; where h is 0, nothing is changed. A voxel's own weight is 1.
 *
 * scikit-image's `denoise_nl_means(fast_mode=True)` is near but not equal: for an odd patch of p
 * voxels it sums a box of p − 1 and divides by p³, drops weights below e⁻⁵ and takes a coarse
 * exponential; its slow mode weighs patches by a Gaussian.
 *
 * Outside the volume, `border` reads 'reflect' (default), 'nearest' or 'constant' with `value`.
 * Along an axis of length 1 both boxes have one voxel. NaN and ±∞ stay what they are; voxels with
 * one in their patch are compared with none, so stay as they are too.
 *
 * Half the shifts of the search box are computed, as a weight serves both voxels that it compares:
 * per shift (665 by default) 8 B/voxel for the weight, 16 to use it and 2.5 for the sums of eight
 * shifts, plus halos, and 36 B/voxel once for four copies of the field: about 18 kB/voxel by
 * default. Sums over patches are made anew for every voxel, so results do not depend on bricks.
 * Errors stay below 2·10⁻⁶ of the range of the values. A. Buades, B. Coll and J.-M. Morel, CVPR
 * (2005) 60, https://doi.org/10.1109/CVPR.2005.38; J. Darbon et al., ISBI (2008) 1331.
 */
export const nonLocalMeans = declareOp({
  name: 'nonLocalMeans',
  kind: 'map',
  inputs: { volume: input('volume'), noise: optionalInput('scalar') },
  params: {
    patch: windowSize(
      { most: 7, default: 3 },
      'Edge of the patches that are compared: one odd number, or one for each of x, y, z.',
    ),
    search: windowSize(
      { most: 31, default: 11 },
      'Edge of the box in which alike patches are looked for: one odd number, or one for each of x, y, z.',
    ),
    h: nullable(
      number(
        { above: 0, unit: 'intensity' },
        'Strength: greater smooths more; null: 0.8 times the noise.',
      ),
    ),
    noise: nullable(
      number({ min: 0, unit: 'intensity' }, 'Standard deviation of the noise; null: estimated.'),
    ),
    ...borderParams,
  },
  exactness: 'float-dependent',
  inQuads: true,
  result: ({ volume, noise }, params): GridMeta => {
    checkNoise('nonLocalMeans', 'noise', params.noise, noise);
    return { ...volume, storage: 'f32' };
  },
  needs: (region, { volume }, { patch, search }) => {
    const [a, b] = [reachOf(patch, volume.size), reachOf(search, volume.size)];
    return {
      volume: growRegion(
        region,
        map3((axis) => a[axis] + b[axis]),
        volume.size,
      ),
    };
  },
  notes: ({ border, value, patch, search, h, noise }) => ({
    border: border === 'constant' ? `constant ${String(value)}` : border,
    windows: `patch ${patch.join('×')}, search ${search.join('×')}`,
    h: h === null ? `${String(NLM_STRENGTH)} × noise` : 'given',
    noise: noise === null ? 'estimated' : 'given',
  }),
});

/** The node of {@link nonLocalMeans}, with an estimate of the noise where that is needed. */
export function nonLocalMeansNode(
  volume: Node,
  params: Readonly<Record<string, unknown>> = {},
): Node {
  return denoiserNode(eraseOp(nonLocalMeans), ['noise'], volume, params);
}
