// Two-point counts at given offsets.

/** Counts of pairs of voxels for each of some offsets. */
export interface PairCounts {
  /** First voxel in the first mask, second in the second. */
  readonly both: Float64Array;
  /** One of the two, but not both. */
  readonly differ: Float64Array;
  /** All pairs. */
  readonly pairs: Float64Array;
}

const added = (x: Float64Array, y: Float64Array): Float64Array => x.map((n, i) => n + y[i]!);

/** Counts of two bricks as one. */
export function mergePairs(x: PairCounts, y: PairCounts): PairCounts {
  return {
    both: added(x.both, y.both),
    differ: added(x.differ, y.differ),
    pairs: added(x.pairs, y.pairs),
  };
}
