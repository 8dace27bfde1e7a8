// Weighted percentiles (D-values) with intervals.
import { bootstrapIntervals, type Bounds } from '../bootstrap.js';
import { percentileIndex } from '../weighted_percentile.js';
import { effectiveNumber, LEAST_EFFECTIVE, meanAndStd, meanInterval } from './mean.js';
import { percentileInterval } from './order_statistics.js';
import type { Sample } from './sample.js';

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
     * 95 %: exact by order statistics, with weights by the bootstrap; null below 30 effective
     * values.
     */
    readonly interval: Bounds | null;
  }[];
  readonly mean: {
    readonly value: number | null;
    /** 95 %, by Student's t; null below 30 effective values. */
    readonly interval: Bounds | null;
  };
  /** Standard deviation of the (weighted) population, in the column's unit; null without values. */
  readonly std: number | null;
  /** Why there are no intervals; null where there are. */
  readonly reason: string | null;
}

/**
 * D-values of a sample. Without weights no draws are needed: the distribution of ranks is known.
 */
export function dValues(
  { values, weights, missing }: Sample,
  levels: readonly number[],
  draws: { readonly draws: number; readonly seed: number },
): DValues {
  const count = values.length;
  const effective = weights === undefined ? count : effectiveNumber(weights);
  const enough = effective >= LEAST_EFFECTIVE;
  const total = weights?.reduce((sum, w) => sum + w, 0) ?? count;
  const valueAt = (p: number): number | null => {
    if (count === 0) return null;
    if (weights !== undefined) return values[percentileIndex(weights, p, total)]!;
    return values[Math.max(1, Math.ceil(p * count * (1 - 1e-12))) - 1]!;
  };
  const drawn =
    enough && weights !== undefined
      ? bootstrapIntervals(values, [weights], levels, draws)[0]
      : undefined;
  const { mean, std } = meanAndStd(values, weights);
  return {
    count,
    missing,
    effective,
    percentiles: levels.map((p, k) => ({
      p,
      value: valueAt(p),
      interval: enough ? (drawn?.[k] ?? percentileInterval(values, p)) : null,
    })),
    mean: {
      value: count === 0 ? null : mean,
      interval: enough ? meanInterval(values, weights) : null,
    },
    std: count === 0 ? null : std,
    reason: enough
      ? null
      : `${effective.toFixed(1)} effective values are fewer than ${String(LEAST_EFFECTIVE)}: measure a larger volume`,
  };
}
