// Weighted percentiles (D-values) with intervals.
import { percentileIndex, REACHED } from '../weighted_percentile.js';
import { MOST_SKEWNESS, mostLogSpread, weightedMeanSkewness } from './log_spread.js';
import { effectiveNumber, LEAST_EFFECTIVE, meanAndStd } from './mean.js';
import { normalCdf, normalQuantile } from './normal.js';
import { percentileInterval } from './order_statistics.js';
import type { Sample } from './sample.js';
import { meanScoreInterval, percentileScoreInterval, type Bounds } from './score_intervals.js';

/** D-values of a column: percentiles with intervals, and its mean. */
export interface DValues {
  /** Number of values. */
  readonly count: number;
  /** Number of rows without one. */
  readonly missing: number;
  /** Effective number of values, (Σ w)² / Σ w² (no unit); `count` without weights. */
  readonly effective: number;
  readonly percentiles: readonly {
    /** The fraction, such as 0.5 for D50. */
    readonly p: number;
    /** The smallest value whose cumulative weight reaches p (inverted_cdf); null without values. */
    readonly value: number | null;
    /**
     * 95 %: exact by order statistics, with weights by scores; null below 30 values, and where
     * fewer than 20 are to be expected beyond the percentile by these weights.
     */
    readonly interval: Bounds | null;
  }[];
  readonly mean: {
    readonly value: number | null;
    /**
     * 95 %, by Student's t, with the side widened to which skewness pulls it; null below 30 values,
     * and where the mean hangs on a few of the largest.
     */
    readonly interval: Bounds | null;
  };
  /** Standard deviation of the (weighted) population, in the column's unit; null without values. */
  readonly std: number | null;
  /** Why intervals are missing; null where none is. */
  readonly reason: string | null;
}

/** Fewer values than this, expected above or below a percentile, say too little of it. */
const LEAST_BEYOND = 20;

/**
 * How many values lie above, or below, a percentile by weight, whichever is less, if values and
 * weights were log-normal together. It rests on the spread of the larger half of the weights, and
 * not on the largest values found, of which there are too few just where they are lacking.
 */
function expectedBeyond(weights: Float64Array, p: number): number {
  const n = weights.length;
  const middle = (n - 1) / 2;
  const rises = weights.reduce((sum, weight, i) => sum + Math.log(weight) * (i - middle), 0);
  const above = normalCdf(-normalQuantile(p) - Math.sign(rises) * mostLogSpread(weights));
  return n * Math.min(above, 1 - above);
}

/**
 * D-values of a sample. Without weights the distribution of ranks is known, and intervals are
 * exact.
 */
export function dValues(sample: Sample, levels: readonly number[]): DValues {
  const { values, weights, missing } = sample;
  const count = values.length;
  const total = weights?.reduce((sum, w) => sum + w, 0) ?? count;
  const valueAt = (p: number): number | null => {
    if (count === 0) return null;
    if (weights !== undefined) return values[percentileIndex(weights, p, total)]!;
    return values[Math.max(1, Math.ceil(p * count * REACHED)) - 1]!;
  };
  const few =
    count < LEAST_EFFECTIVE
      ? `${String(count)} values are fewer than ${String(LEAST_EFFECTIVE)}: measure a larger volume`
      : null;
  const reasonAt = (p: number): string | null => {
    if (few !== null || weights === undefined) return few;
    const beyond = expectedBeyond(weights, p);
    if (beyond >= LEAST_BEYOND) return null;
    return `only ${beyond.toFixed(1)} values are to be expected beyond the percentile at ${String(p)} by these weights, fewer than ${String(LEAST_BEYOND)}: measure a larger volume`;
  };
  const skewness = weights === undefined ? 0 : weightedMeanSkewness(values, weights);
  const meanReason =
    few ??
    (skewness > MOST_SKEWNESS
      ? `the weighted mean hangs on a few values, with a skewness of up to ${skewness.toPrecision(2)}, more than ${String(MOST_SKEWNESS)}: measure a larger volume`
      : null);
  const intervalAt = (p: number): Bounds =>
    weights === undefined
      ? percentileInterval(values, p)
      : percentileScoreInterval({ values, weights }, p);
  const meanInterval = (): Bounds =>
    meanScoreInterval({ values, weights: weights ?? values.map(() => 1) });
  const reasons = levels.map(reasonAt);
  const { mean, std } = meanAndStd(values, weights);
  return {
    count,
    missing,
    effective: weights === undefined ? count : effectiveNumber(weights),
    percentiles: levels.map((p, k) => ({
      p,
      value: valueAt(p),
      interval: reasons[k] === null ? intervalAt(p) : null,
    })),
    mean: {
      value: count === 0 ? null : mean,
      interval: meanReason === null ? meanInterval() : null,
    },
    std: count === 0 ? null : std,
    reason: reasons.find((reason) => reason !== null) ?? meanReason,
  };
}
