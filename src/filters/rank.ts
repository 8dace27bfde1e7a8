// Rank (percentile) filter.
import { invalidArgument } from '../recipe/errors.js';
import { growRegion } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { length, nullable, number } from '../recipe/params.js';
import { borderParams, checkBorderValue } from './border.js';
import { shapeReach } from './grey_morphology.js';
import { windowSize } from './window.js';

/** Most voxels of a window along an axis. */
const MOST_SIZE = 11;

/**
 * Index, from 0, of a percentile in the sorted values of `n` voxels: ⌊n · percentile / 100⌋, at
 * most n − 1.
 */
export function rankOf(n: number, percentile: number): number {
  return Math.min(n - 1, Math.floor((n * percentile) / 100));
}

/**
 * Rank filter: the value at a `percentile` (0 … 100; default 50, the median) of the box of `size`
 * voxels (odd, up to 11, one for all axes or three; default 3) around each voxel, or of the ball of
 * all voxels whose centres are within `radius` (a length; spacings count; at most 5 voxels along an
 * axis); the dtype stays. It is the element of index ⌊n · percentile / 100⌋, at most n − 1, of the
 * n sorted values: SciPy's `percentile_filter`. Exact in every dtype.
 *
 * Outside the volume, `border` reads 'reflect' (default), 'nearest' or 'constant' with `value`
 * (default 0). f32: values order by their bits, −0 below +0, NaN above +Infinity; a NaN comes out
 * as the canonical quiet one.
 *
 * Cubes of 3, 5 and 7 cost as their medians: size 3 one pass of a selection network, 2 × the bytes
 * of a voxel, sizes 5 and 7 two passes over bit planes. Of other windows the values are copied with
 * their margins first, so about 4 × the bytes of a voxel in two passes: up to 33 voxels by a
 * selection network, of more the rank is found bit by bit, for which the window is read from the
 * cache once for every two bits of the dtype. Percentiles 0 and 100 are erosion and dilation and
 * cost as these.
 */
export const rank = declareOp({
  name: 'rank',
  kind: 'map',
  inputs: { volume: input('volume') },
  params: {
    size: nullable(
      windowSize(
        { most: MOST_SIZE },
        'Edge of the box: one odd number, or one for each of x, y, z; null: 3, where no radius is given.',
      ),
    ),
    radius: nullable(length({}, 'Radius of a ball in place of a box; null: a box.')),
    percentile: number(
      { default: 50, min: 0, max: 100, unit: 'percent' },
      'Which of the sorted values of the window is taken: 0 the least, 50 the median, 100 the greatest.',
    ),
    ...borderParams,
  },
  exactness: 'exact',
  result: ({ volume }, { size, radius, border, value }): GridMeta => {
    checkBorderValue('rank', volume, border, value);
    if (size !== null && radius !== null)
      throw invalidArgument(
        'rank',
        'radius',
        radius,
        'size for a box or radius for a ball, not both',
      );
    if (2 * Math.max(...shapeReach({ size, radius }, volume.spacing)) >= MOST_SIZE)
      throw invalidArgument(
        'rank',
        'radius',
        radius,
        `a radius of at most ${String((MOST_SIZE - 1) / 2)} voxels along every axis; bin the volume for more`,
      );
    return volume;
  },
  needs: (region, { volume }, shape) => ({
    volume: growRegion(region, shapeReach(shape, volume.spacing), volume.size),
  }),
  notes: ({ size, radius, percentile, border, value }) => ({
    rank: `index ⌊n · ${String(percentile)} / 100⌋ of the n sorted values`,
    window:
      radius === null ? `box ${(size ?? [3, 3, 3]).join('×')}` : 'ball, centres within radius',
    border: border === 'constant' ? `constant ${String(value)}` : border,
  }),
});
