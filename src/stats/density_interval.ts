// A density (surface per volume) with its confidence interval, from what is counted in cells.
import type { Cells } from './coarse_cells.js';
import { varianceOf } from './covariance_estimate.js';
import { rangeOf } from './integral_range.js';
import { mixedQuantile } from './score_interval.js';
import { inhomogeneityWords, type Inhomogeneity } from './slice_variation.js';

/** An area per volume, and what its interval rests on. */
export interface DensityEstimate {
  /** Area per volume, in 1/unit. */
  readonly value: number;
  /** Bounds of the interval, in 1/unit, at `confidence`; null where it cannot be given. */
  readonly interval: readonly [lo: number, hi: number] | null;
  /** Why there is no interval; null where there is one. */
  readonly reason: string | null;
  /** Level of the interval that is aimed at. */
  readonly confidence: 0.95;
  /**
   * Between which parts of simulated volumes worth as many samples such intervals held the true
   * value; null without an interval, and where the volume is not the same all over.
   */
  readonly coverage: readonly [least: number, most: number] | null;
  /**
   * Integral range A in voxels: the volume whose relative error is 1, V · (error / value)²; null
   * where unknown.
   */
  readonly integralRange: number | null;
  /** Its 95 % interval, in voxels. */
  readonly integralRangeInterval: readonly [lo: number, hi: number] | null;
  /**
   * V / A (no unit): as many independent objects as would have this relative error; null where
   * unknown.
   */
  readonly effectiveSamples: number | null;
  /**
   * Whether slices, columns and octants vary as the structure within them says; null where unknown.
   * If not, A is larger by what was found.
   */
  readonly stationary: boolean | null;
  /** What speaks against it, by axis. */
  readonly inhomogeneities: readonly Inhomogeneity[];
  /** What a reader of the value must know; often nothing. */
  readonly warnings: readonly string[];
  /** What the interval says and does not say. */
  readonly estimator: string;
}

/** The least number of effective samples of which an interval is given. */
const LEAST_SAMPLES = 10;

/** Logarithm of what is allowed for covariance of crossings beyond the ellipsoid. */
const BEYOND = 0.15;

/**
 * Coverage in simulations: the least and the greatest part, over kinds of structures (but layers),
 * of the volumes whose interval held the truth, at any number of effective samples.
 */
const COVERAGE = [0.87, 1] as const;

const ESTIMATOR =
  'relative variance A/V; A by the covariance of crossings within an ellipsoid that follows it; interval on a logarithmic scale with a quantile for the spread of A; it covers sampling, not segmentation nor voxels';

const UNKNOWN = {
  integralRange: null,
  integralRangeInterval: null,
  effectiveSamples: null,
  stationary: null,
  inhomogeneities: [],
} as const;

/** A density without an interval, and why. */
export function withoutInterval(
  value: number,
  reason: string,
  known: Pick<DensityEstimate, keyof typeof UNKNOWN> = UNKNOWN,
  warnings: readonly string[] = [],
): DensityEstimate {
  return {
    value,
    interval: null,
    reason,
    confidence: 0.95,
    coverage: null,
    ...known,
    warnings,
    estimator: ESTIMATOR,
  };
}

/**
 * The interval of a density from its counts in cells: `c` of what is counted, among `n` places,
 * both in voxels or shares of them. `value` is the density itself.
 */
export function densityOf(value: number, cells: Cells): DensityEstimate {
  const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
  const total = sum(cells.n);
  const phi = sum(cells.c) / total;
  if (!(phi > 0))
    return withoutInterval(
      value,
      'there is no surface: nothing varies, so no interval can be estimated',
    );
  const estimate = varianceOf(cells, phi, total, BEYOND);
  if (estimate === null)
    return withoutInterval(
      value,
      'the structure reaches across the volume, so its variance cannot be told: image a larger one',
    );
  const { spread, found } = estimate;
  // The variance is that of a part φ of the places, over φ (1 − φ); here it is over φ².
  const variance = (estimate.variance * (1 - phi)) / phi;
  const range = rangeOf(total, variance, spread);
  const { effectiveSamples } = range;
  const known = {
    ...range,
    stationary: found.length === 0,
    inhomogeneities: found,
  };
  const warnings =
    found.length === 0
      ? []
      : [
          `the surface is not the same all over: ${inhomogeneityWords(found)}; the interval is wider for it`,
        ];
  if (effectiveSamples < LEAST_SAMPLES)
    return withoutInterval(
      value,
      `the volume is worth only ${effectiveSamples.toFixed(1)} independent samples of the surface, fewer than ${String(LEAST_SAMPLES)}: image a larger one`,
      known,
      warnings,
    );
  const factor = Math.exp(mixedQuantile(spread) * Math.sqrt(variance));
  return {
    value,
    interval: [value / factor, value * factor],
    reason: null,
    confidence: 0.95,
    coverage: found.length > 0 ? null : COVERAGE,
    ...known,
    warnings,
    estimator: ESTIMATOR,
  };
}
