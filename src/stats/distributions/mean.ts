// Weighted mean and deviation, effective sample size, quantiles of Student's t.
import { NORMAL_QUANTILE } from './normal.js';

/** Fewer values than this have no interval. */
export const LEAST_EFFECTIVE = 30;

/**
 * The quantile of Student's t at which the normal one is `x` (that of 97.5 %), of that for 7
 * degrees of freedom or more to 5 · 10⁻⁵ (Abramowitz and Stegun 26.7.5).
 */
export function studentQuantile(freedom: number, x = NORMAL_QUANTILE): number {
  const g1 = (x ** 3 + x) / 4;
  const g2 = (5 * x ** 5 + 16 * x ** 3 + 3 * x) / 96;
  const g3 = (3 * x ** 7 + 19 * x ** 5 + 17 * x ** 3 - 15 * x) / 384;
  const g4 = (79 * x ** 9 + 776 * x ** 7 + 1482 * x ** 5 - 1920 * x ** 3 - 945 * x) / 92160;
  return x + g1 / freedom + g2 / freedom ** 2 + g3 / freedom ** 3 + g4 / freedom ** 4;
}

/** (Σ w)² / Σ w²: so many values of equal weight are worth as much. */
export function effectiveNumber(weights: Float64Array): number {
  let sum = 0;
  let squares = 0;
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  return sum === 0 ? 0 : (sum * sum) / squares;
}

/**
 * Mean and standard deviation of a population, weighted where weights are given: two passes, so
 * that no digits cancel.
 */
export function meanAndStd(
  values: Float64Array,
  weights?: Float64Array,
): { readonly mean: number; readonly std: number } {
  const n = values.length;
  let total = 0;
  let sum = 0;
  for (let i = 0; i < n; i += 1) {
    const w = weights?.[i] ?? 1;
    total += w;
    sum += w * values[i]!;
  }
  const mean = sum / total;
  let squares = 0;
  for (let i = 0; i < n; i += 1) squares += (weights?.[i] ?? 1) * (values[i]! - mean) ** 2;
  return { mean, std: Math.sqrt(squares / total) };
}
