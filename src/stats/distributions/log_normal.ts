// Log-normal fit, with its Kolmogorov–Smirnov distance.
import { logNormalSkewness, MOST_SKEWNESS, mostLogSpread } from './log_spread.js';
import { effectiveNumber, LEAST_EFFECTIVE, meanAndStd } from './mean.js';
import { chiSquareRatio, normalCdf, NORMAL_QUANTILE } from './normal.js';
import type { Sample } from './sample.js';
import { meanScoreInterval, type Bounds } from './score_intervals.js';

/** A log-normal distribution fitted to a column. */
export interface LogNormalFit {
  /** Mean of the natural logarithm; null with fewer than two positive values. */
  readonly mu: number | null;
  /**
   * Standard deviation (n − 1) of the natural logarithm; null with fewer than two positive values.
   */
  readonly sigma: number | null;
  /**
   * 95 % interval of `mu`; null below 30 values, and where a few large weights carry the fit.
   */
  readonly muInterval: Bounds | null;
  /** 95 % interval of `sigma`, of normal logarithms; null as that of `mu`. */
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
  /** Number of rows without one, or without a positive weight. */
  readonly missing: number;
}

/** Whether so few large weights carry a fit that its intervals would mean nothing. */
function isLopsided(weights: Float64Array | undefined): boolean {
  if (weights === undefined) return false;
  return logNormalSkewness(mostLogSpread(weights), weights.length) > MOST_SKEWNESS;
}

/** The values above 0 of a sample, as logarithms, with their weights. */
function logsOf({ values, weights }: Sample) {
  const first = values.findIndex((value) => value > 0);
  const from = first < 0 ? values.length : first;
  return { logs: values.slice(from).map(Math.log), weights: weights?.slice(from) };
}

/**
 * Fits by the moments of the logarithm, which is the greatest likelihood but for n − 1 (with
 * weights, by the effective number of values in place of n).
 */
export function logNormalFit(sample: Sample): LogNormalFit {
  const { logs, weights } = logsOf(sample);
  const count = logs.length;
  const missing = sample.missing + sample.values.length - count;
  if (count < 2)
    return {
      mu: null,
      sigma: null,
      muInterval: null,
      sigmaInterval: null,
      median: null,
      geometricStd: null,
      distance: null,
      count,
      missing,
    };
  const n = weights === undefined ? count : effectiveNumber(weights);
  const { mean: mu, std } = meanAndStd(logs, weights);
  const sigma = std * Math.sqrt(n / (n - 1));
  const chiSquareAt = (z: number): number => (n - 1) * chiSquareRatio(n - 1, z);
  const sigmaAt = (z: number): number => sigma * Math.sqrt((n - 1) / chiSquareAt(z));
  const enough = count >= LEAST_EFFECTIVE && !isLopsided(weights);
  const scored = { values: logs, weights: weights ?? logs.map(() => 1) };
  return {
    mu,
    sigma,
    muInterval: enough ? meanScoreInterval(scored) : null,
    sigmaInterval: enough ? [sigmaAt(NORMAL_QUANTILE), sigmaAt(-NORMAL_QUANTILE)] : null,
    median: Math.exp(mu),
    geometricStd: Math.exp(sigma),
    distance: greatestDistance(logs, weights, mu, sigma),
    count,
    missing,
  };
}

/** How far the cumulative distributions of rising logarithms and of their fit are apart. */
function greatestDistance(
  logs: Float64Array,
  weights: Float64Array | undefined,
  mu: number,
  sigma: number,
): number {
  if (!(sigma > 0)) return 0;
  const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? logs.length;
  let below = 0;
  let distance = 0;
  logs.forEach((x, i) => {
    const upTo = below + (weights?.[i] ?? 1) / total;
    const fitted = normalCdf((x - mu) / sigma);
    distance = Math.max(distance, Math.abs(fitted - below), Math.abs(fitted - upTo));
    below = upTo;
  });
  return distance;
}
