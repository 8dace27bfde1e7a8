// A volume fraction and its confidence interval, from the counts of its cells and blocks.
import { spreadOf, type BlockSums } from './block_sums.js';
import type { Cells } from './coarse_cells.js';
import { varianceOf } from './covariance_estimate.js';
import { NORMAL_QUANTILE } from './distributions/normal.js';
import type { FractionValue } from './fraction.js';
import { mixedQuantile, scoreInterval } from './score_interval.js';
import { inhomogeneityWords } from './slice_variation.js';

/** The least number of blocks of one size whose variance is given. */
export const LEAST_BLOCKS = 30;
/** The least number of effective samples of which an interval is given. */
const LEAST_SAMPLES = 10;

/**
 * Coverage in simulations: the least and the greatest part, over kinds of structures (but random
 * layers), of the volumes whose interval held the truth, by the least number of effective samples.
 */
const COVERAGE = [
  [100, [0.92, 0.98]],
  [0, [0.92, 1]],
] as const;

const ESTIMATOR =
  'Var = φ(1 − φ)·A/V; integral range A by the covariance within an ellipsoid that follows it; Wilson’s interval with a quantile for the spread of A; it covers sampling, not segmentation';

/** What is counted of a mask. */
export interface FractionCounts {
  readonly voxels: number;
  readonly total: number;
  /** Voxels left out because they have no value. */
  readonly withoutValue: number;
  /** Sums of blocks side by side, by rising size. */
  readonly sizes: Iterable<readonly [size: number, sums: BlockSums]>;
  readonly cells: Cells;
}

function warningsOf({ withoutValue, total }: FractionCounts): string[] {
  if (withoutValue === 0) return [];
  const part = (100 * withoutValue) / (withoutValue + total);
  return [
    `${String(withoutValue)} voxels (${part.toPrecision(3)} %) have no value (NaN) and were left out of the fraction`,
  ];
}

/**
 * What a variance of the mean says: the integral range with the interval of the estimate's own
 * spread, and how many independent samples `total` voxels are worth.
 */
export function rangeOf(
  total: number,
  variance: number,
  spread: number,
): {
  readonly integralRange: number;
  readonly integralRangeInterval: readonly [number, number];
  readonly effectiveSamples: number;
} {
  const integralRange = total * variance;
  const wide = Math.exp(NORMAL_QUANTILE * spread);
  return {
    integralRange,
    integralRangeInterval: [integralRange / wide, integralRange * wide],
    effectiveSamples: 1 / variance,
  };
}

/** Puts fraction and interval together. */
export function fractionOf(counts: FractionCounts): FractionValue {
  const { voxels, total, withoutValue, sizes, cells } = counts;
  const phi = voxels / total;
  const base = {
    value: phi,
    confidence: 0.95,
    voxels,
    total,
    withoutValue,
    estimator: ESTIMATOR,
  } as const;
  const unknown = {
    integralRange: null,
    integralRangeInterval: null,
    effectiveSamples: null,
    blocks: [],
    stationary: null,
    inhomogeneities: [],
  } as const;
  const warnings = warningsOf(counts);
  const none = (
    reason: string,
    known: Omit<
      FractionValue,
      keyof typeof base | 'interval' | 'coverage' | 'reason' | 'warnings'
    > = unknown,
  ): FractionValue => ({ ...base, ...known, interval: null, coverage: null, reason, warnings });

  if (total === 0) return none('there are no voxels to take a fraction of');
  if (voxels === 0 || voxels === total)
    return none(`the fraction is ${String(phi)}: nothing varies, so no interval can be estimated`);
  const scale = phi * (1 - phi);
  const blocks: { size: number; count: number; integralRange: number }[] = [
    { size: 1, count: total, integralRange: 1 },
  ];
  for (const [size, sums] of sizes) {
    const { blocks: count, variance } = spreadOf(sums);
    if (count >= LEAST_BLOCKS) blocks.push({ size, count, integralRange: variance / scale });
  }
  const estimate = total < LEAST_BLOCKS ? null : varianceOf(cells, phi, total);
  if (estimate === null)
    return none(
      'the structure reaches across the volume, so its variance cannot be told: image a larger one',
      { ...unknown, blocks },
    );
  const { variance, spread, found } = estimate;
  const range = rangeOf(total, variance, spread);
  const { effectiveSamples } = range;
  const known = {
    ...range,
    blocks,
    stationary: found.length === 0,
    inhomogeneities: found,
  };
  if (found.length > 0)
    warnings.push(
      `the volume is not the same all over: ${inhomogeneityWords(found)}; the interval is wider for it`,
    );
  if (effectiveSamples < LEAST_SAMPLES)
    return none(
      `the volume is worth only ${effectiveSamples.toFixed(1)} independent samples, fewer than ${String(LEAST_SAMPLES)}: image a larger one`,
      known,
    );
  return {
    ...base,
    ...known,
    interval: scoreInterval(phi, variance, mixedQuantile(spread)),
    coverage: found.length > 0 ? null : COVERAGE.find(([least]) => effectiveSamples >= least)![1],
    reason: null,
    warnings,
  };
}
