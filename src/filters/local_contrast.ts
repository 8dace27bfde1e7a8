// Local contrast normalisation.
import { invalidArgument } from '../recipe/errors.js';
import { growRegion, volumeOf } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, makeNode, type Node } from '../recipe/op.js';
import { nullable, number } from '../recipe/params.js';
import { borderParams, checkBorderValue } from './border.js';
import { windowRadius, windowSize } from './window.js';

/** Most voxels of a window: the sums of squares of 16-bit values and their count share 64 bits. */
const MOST_VOXELS = 65535;

/**
 * Local contrast normalisation: (v − m) / (s + `epsilon`), with m and s the mean and the standard
 * deviation (of the population) of the box of `size` voxels (odd, one for all axes or three;
 * default 31; at most 65535 voxels) around the voxel; f32. It takes out uneven illumination and
 * charging, and leaves noise of unit size. `epsilon` (in the volume's intensity; default: one step,
 * which of integers is 1 and of f32 the spacing of its values at the greatest magnitude in the
 * window) keeps flat places flat.
 *
 * Sums are whole numbers: integers as they are, so that m and s are exact but for one rounding, and
 * results right to 2·10⁻⁶; f32 in units of 2^−31 of the power of two at the greatest magnitude in
 * the window, which is right to that where s is above some spacings of f32. What is outside of a
 * window does not matter, and results do not depend on bricks. NaN and ±∞ are left out of the sums
 * and stay what they are.
 *
 * Outside the volume, `border` reads 'reflect' (default), 'nearest' or 'constant' with `value`
 * (default 0).
 *
 * Three passes: 38 B/voxel for 8 bits, 56 for 16 bits, 92 for 32 bits, plus halos. The cost barely
 * depends on `size`; of 32 bits its arithmetic grows by an addition per axis for every 8 voxels.
 */
export const localContrast = declareOp({
  name: 'localContrast',
  version: 2,
  kind: 'map',
  inputs: { volume: input('volume') },
  params: {
    size: windowSize(
      { most: 1023, default: 31 },
      'Edge of the window around each voxel: one odd number, or one for each of x, y, z.',
    ),
    epsilon: nullable(
      number(
        { above: 0, unit: 'intensity' },
        'Added to the standard deviation, so that flat places stay flat; null: one step of its values.',
      ),
    ),
    ...borderParams,
  },
  exactness: 'float-dependent',
  result: ({ volume }, { size, border, value }): GridMeta => {
    checkBorderValue('localContrast', volume, border, value);
    if (volumeOf(size) > MOST_VOXELS)
      throw invalidArgument(
        'localContrast',
        'size',
        size,
        `a box of at most ${String(MOST_VOXELS)} voxels`,
      );
    return { ...volume, storage: 'f32' };
  },
  needs: (region, { volume }, { size }) => ({
    volume: growRegion(region, windowRadius(size), volume.size),
  }),
  notes: ({ size, border, value }) => ({
    window: `box ${size.join('×')}, standard deviation of the population`,
    border: border === 'constant' ? `constant ${String(value)}` : border,
  }),
});

/** The node of {@link localContrast}. */
export function localContrastNode(
  volume: Node,
  params: Readonly<Record<string, unknown>> = {},
): Node {
  return makeNode(localContrast, { volume }, params);
}
