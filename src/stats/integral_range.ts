// Confidence interval of a volume fraction by the integral range (variance of block fractions over
// block size).
import { spreadOf, type BlockSums } from './block_sums.js';
import type { FractionValue } from './fraction.js';

/** The least number of blocks of one size from which their variance is estimated. */
export const LEAST_BLOCKS = 30;
/** 97.5 % quantile of the normal distribution. */
const Z = 1.959963984540054;

/**
 * 97.5 % quantile of Student's distribution, for at least some 20 degrees of freedom to five digits
 * (Cornish and Fisher's expansion; Abramowitz and Stegun 26.7.5).
 */
export function studentQuantile(freedom: number): number {
  const z2 = Z * Z;
  return (
    Z +
    (Z * (z2 + 1)) / (4 * freedom) +
    (Z * ((5 * z2 + 16) * z2 + 3)) / (96 * freedom ** 2) +
    (Z * (((3 * z2 + 19) * z2 + 17) * z2 - 15)) / (384 * freedom ** 3)
  );
}

/**
 * Coverage in simulations: the parts of the simulated volumes whose interval held the true value,
 * by the least number of effective samples.
 */
const COVERAGE = [
  [4000, [0.92, 0.98]],
  [1000, [0.88, 0.94]],
  [300, [0.84, 0.89]],
  [0, [0.7, 0.87]],
] as const;

const ESTIMATOR =
  'Var = φ(1 − φ)·A/V, integral range A the largest over block sizes, on the logit scale with Student’s quantile; it covers sampling, not segmentation';

/** Puts fraction and interval together from the counts of all block sizes, in increasing order. */
export function fractionOf(
  voxels: number,
  total: number,
  sizes: Iterable<readonly [size: number, sums: BlockSums]>,
): FractionValue {
  const phi = voxels / total;
  const base = { value: phi, confidence: 0.95, voxels, total, estimator: ESTIMATOR } as const;
  const none = (
    reason: string,
    known: Pick<FractionValue, 'integralRange' | 'effectiveSamples' | 'blocks'> = {
      integralRange: null,
      effectiveSamples: null,
      blocks: [],
    },
  ): FractionValue => ({
    ...base,
    ...known,
    interval: null,
    coverage: null,
    reason,
  });

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
  if (blocks.length === 1)
    return none(
      `fewer than ${String(LEAST_BLOCKS)} blocks of two voxels' width fit, too few to see how far voxels depend on each other`,
    );
  const widest = blocks.reduce((a, b) => (b.integralRange > a.integralRange ? b : a));
  const { integralRange } = widest;
  const effectiveSamples = total / integralRange;
  const known = { integralRange, effectiveSamples, blocks };
  if (effectiveSamples < LEAST_BLOCKS)
    return none(
      `the volume is worth only ${effectiveSamples.toFixed(1)} independent samples, fewer than ${String(LEAST_BLOCKS)}: image a larger one`,
      known,
    );
  const logit = Math.log(phi / (1 - phi));
  const half = studentQuantile(widest.count - 1) / Math.sqrt(effectiveSamples * scale);
  const inverse = (t: number): number => 1 / (1 + Math.exp(-t));
  return {
    ...base,
    ...known,
    interval: [inverse(logit - half), inverse(logit + half)],
    coverage: COVERAGE.find(([least]) => effectiveSamples >= least)![1],
    reason: null,
  };
}
