// Weighted mean, deviation and percentiles of sizes, with bootstrap intervals.
import type { Bounds } from './bootstrap.js';
import type { WeightedSizes } from './size_distribution.js';
import { LEAST_EFFECTIVE, meanInterval } from './distributions/mean.js';
import { percentileIndex } from './weighted_percentile.js';

/** Mean, deviation and percentiles of weighted sizes, with intervals where there are enough. */
export function describedSizes(
  diameter: Float64Array,
  weights: Float64Array,
  effective: number,
  intervals: readonly Bounds[] | undefined,
): WeightedSizes {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let moment = 0;
  diameter.forEach((d, i) => (moment += d * weights[i]!));
  const mean = moment / total;
  let squares = 0;
  diameter.forEach((d, i) => (squares += weights[i]! * (d - mean) ** 2));
  const enough = effective >= LEAST_EFFECTIVE;
  const percentile = (p: number, at: number) => ({
    value: diameter[percentileIndex(weights, p, total)] ?? NaN,
    interval: enough ? (intervals?.[at] ?? null) : null,
  });
  return {
    d10: percentile(0.1, 0),
    d50: percentile(0.5, 1),
    d90: percentile(0.9, 2),
    mean,
    meanInterval: enough ? meanInterval(diameter, weights) : null,
    std: Math.sqrt(squares / total),
    effective,
    reason: enough
      ? null
      : `the objects are worth only ${effective.toFixed(1)} equally weighted ones, fewer than ${String(LEAST_EFFECTIVE)}: measure a larger volume`,
  };
}

/** Running sums, as parts of all. */
export function cumulative(weights: Float64Array): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  weights.forEach((weight, i) => (sums[i] = sum += weight));
  return sums.map((value) => value / sum);
}
