// Log-normal fit, with its Kolmogorov–Smirnov distance.
import type { Bounds } from '../bootstrap.js';
import { LEAST_EFFECTIVE, meanAndStd, studentQuantile } from './mean.js';

/** A log-normal distribution fitted to a column. */
export interface LogNormalFit {
  /** Mean of the natural logarithm; null with fewer than two positive values. */
  readonly mu: number | null;
  /**
   * Standard deviation (n − 1) of the natural logarithm; null with fewer than two positive values.
   */
  readonly sigma: number | null;
  /** 95 % interval of `mu`, of normal logarithms; null below 30 values. */
  readonly muInterval: Bounds | null;
  /** 95 % interval of `sigma`, of normal logarithms; null below 30 values. */
  readonly sigmaInterval: Bounds | null;
  /** Geometric mean, the median of the distribution, in the column's unit. */
  readonly median: number | null;
  /** Geometric standard deviation (a factor, no unit). */
  readonly geometricStd: number | null;
  /**
   * Greatest distance of the cumulative distributions (Kolmogorov and Smirnov), 0 to 1: 0 where the
   * fit is perfect.
   */
  readonly distance: number | null;
  /** Number of positive values. */
  readonly count: number;
  /** Number of rows without one. */
  readonly missing: number;
}

/** The normal distribution up to z (Abramowitz and Stegun 7.1.26: to 1.5 · 10⁻⁷). */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const tail =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) *
    Math.exp(-x * x);
  return z < 0 ? tail / 2 : 1 - tail / 2;
}

/**
 * A quantile of χ² for 29 degrees of freedom or more, by its normal quantile (Wilson and Hilferty,
 * PNAS 17, 1931, 684).
 */
function chiSquareQuantile(freedom: number, z: number): number {
  const share = 2 / (9 * freedom);
  return freedom * (1 - share + z * Math.sqrt(share)) ** 3;
}

/**
 * Fits by the moments of the logarithm, which is the greatest likelihood but for n − 1. Rising
 * values; those above 0 count.
 */
export function logNormalFit(sorted: Float64Array, rows: number): LogNormalFit {
  const logs = sorted.filter((v) => v > 0).map(Math.log);
  const n = logs.length;
  const missing = rows - n;
  if (n < 2)
    return {
      mu: null,
      sigma: null,
      muInterval: null,
      sigmaInterval: null,
      median: null,
      geometricStd: null,
      distance: null,
      count: n,
      missing,
    };
  const { mean: mu, std } = meanAndStd(logs);
  const sigma = std * Math.sqrt(n / (n - 1));
  const half = (studentQuantile(n - 1) * sigma) / Math.sqrt(n);
  const sigmaAt = (z: number): number => sigma * Math.sqrt((n - 1) / chiSquareQuantile(n - 1, z));
  let distance = 0;
  if (sigma > 0)
    logs.forEach((x, i) => {
      const fitted = normalCdf((x - mu) / sigma);
      distance = Math.max(distance, Math.abs(fitted - i / n), Math.abs(fitted - (i + 1) / n));
    });
  const enough = n >= LEAST_EFFECTIVE;
  return {
    mu,
    sigma,
    muInterval: enough ? [mu - half, mu + half] : null,
    sigmaInterval: enough ? [sigmaAt(1.959963984540054), sigmaAt(-1.959963984540054)] : null,
    median: Math.exp(mu),
    geometricStd: Math.exp(sigma),
    distance,
    count: n,
    missing,
  };
}
