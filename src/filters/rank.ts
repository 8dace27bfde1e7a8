import { growRegion, volumeOf } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { number } from '../recipe/params.js';
import { borderParams, checkBorderValue } from './border.js';
import { windowRadius, windowSize } from './window.js';
import type { Vec3 } from '../recipe/geometry.js';

/** Index, from 0, of a percentile in the sorted values of a window: ⌊n · percentile / 100⌋, at most n − 1. */
export function rankOf(size: Vec3, percentile: number): number {
  const n = volumeOf(size);
  return Math.min(n - 1, Math.floor((n * percentile) / 100));
}

/**
 * Rank filter: the value at a `percentile` (0 … 100; default 50, the median) of the box of `size` voxels (odd,
 * up to 11, one for all axes or three; default 3) around each voxel; the dtype stays. It is the element of
 * index ⌊n · percentile / 100⌋, at most n − 1, of the n sorted values: SciPy's `percentile_filter`. Exact in
 * every dtype.
 *
 * Outside the volume, `border` reads 'reflect' (default), 'nearest' or 'constant' with `value` (default 0).
 * f32: values order by their bits, −0 below +0, NaN above +Infinity; a NaN comes out as the canonical quiet one.
 *
 * The rank is found bit by bit: one pass that moves 2 × the bytes of a voxel plus the halo, and reads its
 * window from the cache once for every bit of the dtype. Percentiles 0 and 100 are erosion and dilation and
 * cost as these.
 */
export const rank = declareOp({
  name: 'rank',
  kind: 'map',
  inputs: { volume: input('volume') },
  params: {
    size: windowSize({ most: 11, default: 3 }),
    percentile: number({ default: 50, min: 0, max: 100 }),
    ...borderParams,
  },
  exactness: 'exact',
  result: ({ volume }, { border, value }): GridMeta => {
    checkBorderValue('rank', volume, border, value);
    return volume;
  },
  needs: (region, { volume }, { size }) => ({
    volume: growRegion(region, windowRadius(size), volume.size),
  }),
  notes: ({ size, percentile, border, value }) => ({
    rank: `index ${String(rankOf(size, percentile))} of the ${String(volumeOf(size))} sorted values`,
    border: border === 'constant' ? `constant ${String(value)}` : border,
  }),
});
