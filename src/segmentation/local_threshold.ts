// Local (adaptive) thresholding: mean, Niblack, Sauvola.
import { borderParams, checkBorderValue } from '../filters/border.js';
import { windowRadius, windowSize } from '../filters/window.js';
import { isWide, type Dtype } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import { growRegion, volumeOf } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import {
  declareOp,
  input,
  gridMeta,
  makeNode,
  optionalInput,
  optionalValueInput,
  type Node,
} from '../recipe/op.js';
import { nullable, number, oneOf } from '../recipe/params.js';
import { rangeNode, type Range } from '../stats/range.js';

/** Most voxels of a window: the sums of squares of 16-bit values and their count share 64 bits. */
const MOST_VOXELS = 65535;

/** How a threshold follows from the mean m and the standard deviation s of a window. */
export type LocalMethod = 'mean' | 'niblack' | 'sauvola';

/** Whether voxels are compared with the mean of their window in whole numbers. */
export function comparesWhole(
  dtype: Dtype,
  method: LocalMethod,
  offset: number,
  isWithin: boolean,
): boolean {
  // What an offset adds depends on how many voxels count, which differs within a mask and where
  // some are not finite; and on the unit, which differs in f32.
  return method === 'mean' && ((!isWithin && dtype !== 'f32') || offset === 0);
}

/**
 * Mask of the voxels above a threshold of their own (v > t), from the mean m and the standard
 * deviation s (of the population) of the box of `size` voxels around them (odd, one for all axes or
 * three; default 15; at most 65535 voxels), for scans of uneven brightness:
 *
 * - 'mean' (default): t = m − `offset` (in intensity, default 0); as scikit-image's
 *   `threshold_local`.
 * - 'niblack': t = m − `k` s (default 0.2). Niblack, Introduction to Digital Image Processing
 *   (1986) 115.
 * - 'sauvola': t = m (1 + `k` (s / `r` − 1)) (`k` default 0.2; `r`, the largest s there is, by
 *   default half the dtype's range, for 32 bits half the range of the data). Sauvola and
 *   Pietikäinen, Pattern Recognit. 33 (2000) 225, https://doi.org/10.1016/S0031-3203(99)00055-2.
 *
 * With `within`, m and s are of the voxels of the window that are in that mask, so that the air
 * around a sample does not count; a voxel without one in its window is not above.
 *
 * Sums are whole numbers, so bricks agree and what is outside of a window does not matter: integers
 * as they are, for which 'mean' is exact (`within`: without offset); f32 in units of 2^−31 of the
 * power of two at the greatest magnitude in the window, for which 'mean' without offset is the same
 * on every adapter, and right where v and m differ by more than 2^−29 of that magnitude; exact
 * where no value of the window is below 1/128 of it. NaN and ±∞ are left out of the sums; NaN is
 * never above, +∞ always. Outside the volume, `border` reads 'reflect' (default), 'nearest' or
 * 'constant' with `value`. Only the default of `r` of 32-bit volumes hangs on all of the volume
 * (the input `range`).
 *
 * Three passes: 34 B/voxel for 8 bits, 52 for 16 bits; 'mean' 40 for u32 and i32, 56 for f32;
 * 'niblack' and 'sauvola' 88 for 32 bits; plus halos. 50 for 8 bits with `within`, which adds 1/8
 * to all. The cost barely depends on `size`; of 32 bits its arithmetic grows by an addition per
 * axis for every 8 voxels.
 */
export const localThreshold = declareOp({
  name: 'localThreshold',
  version: 2,
  kind: 'map',
  inputs: {
    volume: input('volume'),
    within: optionalInput('mask'),
    range: optionalValueInput<Range>(),
  },
  params: {
    method: oneOf(
      ['mean', 'niblack', 'sauvola'],
      'mean',
      'How the threshold follows from the mean and the standard deviation around a voxel.',
    ),
    size: windowSize(
      { most: 1023, default: 15 },
      'Edge of the window around each voxel: one odd number, or one for each of x, y, z.',
    ),
    offset: number(
      { default: 0, unit: 'intensity' },
      "By how much the threshold lies below the mean, for method 'mean'.",
    ),
    k: number(
      { default: 0.2 },
      "Weight of the standard deviation, for methods 'niblack' and 'sauvola'.",
    ),
    r: nullable(
      number(
        { above: 0, unit: 'intensity' },
        "Largest standard deviation, for method 'sauvola'; null: half the range.",
      ),
    ),
    ...borderParams,
  },
  exactness: ({ volume, within }, { method, offset }) =>
    comparesWhole(volume.storage as Dtype, method, offset, within !== undefined)
      ? 'exact'
      : 'float-dependent',
  result: ({ volume, range }, { method, r, size, border, value }): GridMeta => {
    checkBorderValue('localThreshold', volume, border, value);
    if (volumeOf(size) > MOST_VOXELS)
      throw invalidArgument(
        'localThreshold',
        'size',
        size,
        `a box of at most ${String(MOST_VOXELS)} voxels`,
      );
    if (needsRange(volume, method, r) && range === undefined)
      throw invalidArgument(
        'localThreshold',
        'range',
        undefined,
        `the range of the volume, for 'r' of ${volume.storage}`,
      );
    return { ...volume, kind: 'mask', storage: 'bit' };
  },
  needs: (region, { volume }, { size }) => {
    const around = growRegion(region, windowRadius(size), volume.size);
    return { volume: around, within: around };
  },
  notes: ({ method, size, border, value }) => ({
    threshold: `${method} of a box ${size.join('×')}; above it`,
    border: border === 'constant' ? `constant ${String(value)}` : border,
  }),
});

/** Whether the largest standard deviation is that of the data. */
function needsRange(volume: GridMeta, method: unknown, r: unknown): boolean {
  return method === 'sauvola' && (r ?? null) === null && isWide(volume.storage as Dtype);
}

/** The node of {@link localThreshold}, with the range of the volume where that is needed. */
export function localThresholdNode(
  volume: Node,
  params: Readonly<Record<string, unknown>> = {},
  within?: Node,
): Node {
  const isNeeded = needsRange(gridMeta(volume), params['method'], params['r']);
  return makeNode(
    localThreshold,
    { volume, within, range: isNeeded ? rangeNode(volume) : undefined },
    params,
  );
}
