// What lies above each of many levels, and how often neighbours lie on both sides of it.
import { yields } from '../recipe/meta.js';
import { declareOp, input, optionalInput, valueInput } from '../recipe/op.js';
import { flag } from '../recipe/params.js';
import type { Vec3 } from '../recipe/geometry.js';
import { cellRegion } from './surface_area.js';
import type { ThresholdLevels } from './threshold_levels.js';

/** Counts at each of some rising levels. */
export interface LevelCrossings {
  /** Voxels counted. */
  readonly total: number;
  /** Voxels above each level. */
  readonly above: Float64Array<ArrayBuffer>;
  /** For each of the 13 directions: pairs of neighbours counted. */
  readonly pairs: readonly number[];
  /** For each of the 13 directions: pairs with one voxel above a level and one not. */
  readonly crossings: readonly Float64Array<ArrayBuffer>[];
  /** Of the volume. */
  readonly size: Vec3;
  readonly spacing: Vec3;
  readonly unit: string;
}

/**
 * For each level of some: the voxels above it (v > level), and the pairs of neighbours, in 13
 * directions, that it divides, as {@link LevelCrossings}: what fraction and surface of all the
 * masks above these levels are made of. With `within`, of voxels and pairs in that mask. NaN is
 * above no level, or with `nanAbove` above all.
 *
 * All levels at once: each voxel gets the number of levels below it as a code, and a pair of codes
 * is a range of levels, of which the ends are counted. Exact. Two passes: the volume's bytes, and 2
 * B/voxel; 1/8 B/voxel of `within`.
 */
export const levelCrossings = declareOp({
  name: 'levelCrossings',
  kind: 'reduce',
  inputs: {
    volume: input('volume'),
    within: optionalInput('mask'),
    levels: valueInput<ThresholdLevels>(),
  },
  params: { nanAbove: flag(false, 'Whether NaN lies above all levels; else it is above none.') },
  exactness: 'exact',
  result: () => yields.plain<LevelCrossings>(),
  needs: (region, { volume }) => {
    const wider = cellRegion(region, volume.size);
    return { volume: wider, within: wider };
  },
});

/** Sums from the end: how many lie behind each place. */
export function sumsBehind(counts: Float64Array): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(counts.length - 1);
  let sum = 0;
  for (let i = counts.length - 1; i > 0; i -= 1) {
    sum += counts[i]!;
    sums[i - 1] = sum;
  }
  return sums;
}

/** How many ranges of codes hold each level: they start at it or before, and end behind it. */
export function rangesOver(lesser: Float64Array, greater: Float64Array): Float64Array<ArrayBuffer> {
  const open = new Float64Array(lesser.length - 1);
  let sum = 0;
  for (let i = 0; i < open.length; i += 1) {
    sum += lesser[i]! - greater[i]!;
    open[i] = sum;
  }
  return open;
}
