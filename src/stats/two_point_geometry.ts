// Normalisation of the two-point correlation, and the surface from its slope at the origin.
import type { OffsetBins } from './two_point_offsets.js';
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import type { PairCounts } from './shifted_pairs.js';
import { lengthOf } from './directions.js';

/** Offsets of the first bin of any distance. */
export function nearOffsets(bins: OffsetBins): Vec3[] {
  const near: Vec3[] = [];
  let first: number | undefined;
  bins.visit((bin, offset) => {
    if (bin > 0 && (first === undefined || bin < first)) {
      first = bin;
      near.length = 0;
    }
    if (bin === first) near.push(offset);
  });
  return near;
}

/**
 * All pairs of voxels of a volume, and the mean distance, per bin; or of a region, of which
 * `inside` are the pairs at each offset, in the order of the bins' visit.
 */
export function geometryOf(
  bins: OffsetBins,
  { size }: GridMeta,
  periodic: boolean,
  inside?: Float64Array,
): { pairs: Float64Array; distances: Float64Array } {
  const pairs = new Float64Array(bins.count);
  const sums = new Float64Array(bins.count);
  let at = 0;
  bins.visit((bin, offset, distance) => {
    const all = periodic ? volumeOf(size) : volumeOf(map3((i) => size[i] - Math.abs(offset[i])));
    const n = inside?.[at] ?? all;
    at += 1;
    pairs[bin]! += n;
    sums[bin]! += n * distance;
  });
  return { pairs, distances: sums.map((sum, k) => sum / pairs[k]!) };
}

/** Surface per volume from voxels that differ from their neighbours; null without neighbours. */
export function slopeAt(near: PairCounts, bins: OffsetBins, spacing: Vec3): number | null {
  const slopes = nearOffsets(bins)
    .map((offset, k) => (2 * near.differ[k]!) / (near.pairs[k]! * lengthOf(offset, spacing)))
    .filter((_, k) => near.pairs[k]! > 0);
  return slopes.length === 0 ? null : slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length;
}
