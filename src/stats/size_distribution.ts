// Size distribution (D10, D50, D90) with bootstrap intervals.
import { yields } from '../recipe/meta.js';
import { declareOp, valueInput } from '../recipe/op.js';
import { integer, oneOf } from '../recipe/params.js';
import type { Measures } from './measure.js';

/** A percentile of the distribution with its interval. */
export interface Percentile {
  /** The diameter, in the unit of the distribution. */
  readonly value: number;
  /** 95 % percentile-bootstrap interval, in the same unit; null where there are too few objects. */
  readonly interval: readonly [lo: number, hi: number] | null;
}

/** A size distribution in one weighting. */
export interface WeightedSizes {
  /** The diameter that 10 % (by weight) do not exceed. */
  readonly d10: Percentile;
  /** The median diameter (by weight). */
  readonly d50: Percentile;
  /** The diameter that 90 % (by weight) do not exceed. */
  readonly d90: Percentile;
  /** Weighted mean diameter, in the unit of the distribution. */
  readonly mean: number;
  /**
   * 95 % interval of the mean by Student's t, with the variance of a ratio, in the same unit; null
   * as those of D10 … D90.
   */
  readonly meanInterval: readonly [lo: number, hi: number] | null;
  /** Standard deviation of the (weighted) population, in the same unit. */
  readonly std: number;
  /** Effective number of objects, (Σ w)² / Σ w² (no unit). */
  readonly effective: number;
  /** Why there are no intervals; null where there are. */
  readonly reason: string | null;
}

/** The distribution of the diameters of objects. */
export interface SizeDistributionValue {
  /** The column that holds the diameters. */
  readonly diameter: 'equivalentDiameter' | 'inscribedDiameter';
  /** Unit of length of all diameters. */
  readonly unit: string;
  /** What was done with objects that touch the border. */
  readonly border: 'weighted' | 'exclude' | 'include';
  /** Number of all objects. */
  readonly count: number;
  /** Number of objects that touch the border. */
  readonly countBorder: number;
  /** Number of objects that do not. */
  readonly countInterior: number;
  /** Number of objects that the distribution is made of. */
  readonly countUsed: number;
  /** Level of the intervals. */
  readonly confidence: 0.95;
  /** Number of bootstrap draws. */
  readonly draws: number;
  /** Seed of the draws. */
  readonly seed: number;
  /** The sizes, weighted by number. */
  readonly number: WeightedSizes;
  /** The sizes, weighted by volume. */
  readonly volume: WeightedSizes;
  /**
   * Cumulative curves: rising diameters (in `unit`), and the fraction (0 to 1) by number and by
   * volume up to and with each.
   */
  readonly curve: {
    readonly diameter: Float64Array<ArrayBuffer>;
    readonly number: Float64Array<ArrayBuffer>;
    readonly volume: Float64Array<ArrayBuffer>;
  };
}

/**
 * Size distribution of measured objects as {@link SizeDistributionValue}, by number and by volume.
 *
 * - D_p is the smallest diameter whose cumulative weight reaches p (NumPy's `inverted_cdf`).
 * - `border`: 'weighted' (default) leaves out the objects that touch the border, and weighs the
 *   others by Π 1/(Wᵢ − wᵢ − 1), the inverse of the number of places where their bounding box (wᵢ
 *   voxels) lies inside the window (Wᵢ voxels) without touching its border, over the axes longer
 *   than one voxel (R. E. Miles 1974; C. Lantuéjoul 1980); 'exclude' leaves them out only;
 *   'include' keeps all as they are.
 * - Intervals are percentile-bootstrap intervals: `draws` times as many objects are drawn, with
 *   replacement and from the seed, and the 2.5 % and 97.5 % percentiles (inverted_cdf) of the D_p
 *   are taken. They are null where the effective number (Σ w)²/Σ w² of the weighting is below 30.
 *   They cover the sampling of objects, not segmentation.
 *
 * On the host. 100,000 objects take about 4 s with 2,000 draws.
 */
export const sizeDistribution = declareOp({
  name: 'sizeDistribution',
  kind: 'host',
  inputs: { measures: valueInput<Measures>() },
  params: {
    diameter: oneOf(
      ['equivalentDiameter', 'inscribedDiameter'],
      'equivalentDiameter',
      'Diameter of the sphere of equal volume, or of the largest sphere inside the object.',
    ),
    border: oneOf(
      ['weighted', 'exclude', 'include'],
      'weighted',
      "Objects at the border: 'weighted' leaves them out and makes up for it, 'exclude' leaves them out, 'include' counts them.",
    ),
    draws: integer(
      { default: 2000, min: 100, max: 1_000_000 },
      'How many times objects are drawn anew for the intervals (bootstrap).',
    ),
    seed: integer(
      { default: 1, min: 0, max: 2 ** 32 - 1 },
      'Start of the random numbers; the same seed gives the same intervals.',
    ),
  },
  exactness: 'float-dependent',
  result: () => yields.result<SizeDistributionValue>(),
  notes: ({ border, diameter }) => ({
    diameter,
    border,
    percentile: 'inverted_cdf',
    interval: '95 % percentile bootstrap over objects; null below 30 effective objects',
  }),
});
