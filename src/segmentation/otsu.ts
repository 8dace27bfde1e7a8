// Otsu's threshold: the cut of the greatest between-class variance, decided exactly.

/**
 * Counts of successive levels, and what is known of all others: enough for a cut among these
 * levels.
 */
export interface LevelCounts {
  readonly counts: ArrayLike<number>;
  /** Level of the first count, from the least level there is, which is 0. */
  readonly offset: number;
  /** Voxels below it, and the sum of their levels. */
  readonly below: number;
  readonly momentBelow: number;
  /** All voxels, and the sum of their levels. */
  readonly total: number;
  readonly moment: number;
}

/** A cut, by the last level below it, and its variance. */
export interface OtsuCut {
  readonly level: number;
  readonly variance: number;
}

/**
 * The level k after which a histogram is best cut in two: where the between-class variance w₀ w₁
 * (μ₀ − μ₁)² is greatest (Otsu 1979), the first such level where several are, of those that were
 * counted. Computed in f64 from whole numbers. Undefined where there is no voxel on one side of
 * every cut.
 */
export function otsuCut(levels: LevelCounts): OtsuCut | undefined {
  const { counts, offset, total, moment } = levels;
  let best: OtsuCut | undefined;
  let bestVariance = 0;
  let { below, momentBelow } = levels;
  for (let i = 0; i < counts.length; i += 1) {
    below += counts[i]!;
    momentBelow += (offset + i) * counts[i]!;
    const above = total - below;
    if (below === 0 || above === 0) continue;
    const difference = momentBelow / below - (moment - momentBelow) / above;
    const variance = below * above * difference * difference;
    if (variance > bestVariance) {
      bestVariance = variance;
      best = { level: offset + i, variance };
    }
  }
  return best;
}

/**
 * {@link otsuCut} of a whole histogram, with bins counted from 0. Undefined where fewer than two
 * bins are occupied.
 */
export function otsuBin(counts: ArrayLike<number>): number | undefined {
  let total = 0;
  let moment = 0;
  for (let i = 0; i < counts.length; i += 1) {
    total += counts[i]!;
    moment += i * counts[i]!;
  }
  return otsuCut({ counts, offset: 0, below: 0, momentBelow: 0, total, moment })?.level;
}
