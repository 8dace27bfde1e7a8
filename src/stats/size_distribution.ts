// Size distribution (D10, D50, D90) with intervals, and the number of objects per volume.
import { yields } from '../recipe/meta.js';
import { declareOp, valueInput } from '../recipe/op.js';
import { integer, oneOf } from '../recipe/params.js';
import type { Measures } from './measure.js';

/** A percentile of the distribution with its interval. */
export interface Percentile {
  /**
   * The diameter, in the unit of the distribution; NaN where the objects that lie whole in the
   * volume do not reach this part of all volume.
   */
  readonly value: number;
  /**
   * 95 % interval, in the same unit; null where there is none, with the `reason`. An upper end of
   * Infinity says that the objects that lie whole in the volume do not bound it, a lower end of 0
   * the same.
   */
  readonly interval: readonly [lo: number, hi: number] | null;
}

/** A number of objects per volume with its interval. */
export interface NumberDensity {
  /** Objects per volume, each weighed by its chance to lie whole in the volume. */
  readonly value: number;
  /** 95 % interval, in the same unit; null where there are no intervals by number. */
  readonly interval: readonly [lo: number, hi: number] | null;
  /** One over the unit of volume, of area for a single slice, of length for a row of voxels. */
  readonly unit: string;
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
  /** 95 % interval of the mean, in the same unit; null where there is none, with `meanReason`. */
  readonly meanInterval: readonly [lo: number, hi: number] | null;
  /** Why the mean has no interval; null where it has. */
  readonly meanReason: string | null;
  /** Standard deviation of the (weighted) population, in the same unit. */
  readonly std: number;
  /** Effective number of objects, (Σ w)² / Σ w² (no unit). */
  readonly effective: number;
  /** Why D10, D50 and D90 have no intervals; null where they have. */
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
  /** Objects of fewer voxels were left out. */
  readonly minVoxels: number;
  /** Number of all objects of `minVoxels` or more. */
  readonly count: number;
  /** Number of those that touch the border. */
  readonly countBorder: number;
  /** Number of those that do not. */
  readonly countInterior: number;
  /** Number of objects that the distribution is made of. */
  readonly countUsed: number;
  /** Number of objects that were left out because they have fewer than `minVoxels`. */
  readonly countSmall: number;
  /** Their part, 0 to 1, of the volume of all objects. */
  readonly volumeSmall: number;
  /** Level of the intervals. */
  readonly confidence: 0.95;
  /**
   * So many objects whose sizes do not depend on their places would tell as much (no unit): fewer
   * than `countUsed` where neighbours are alike.
   */
  readonly independent: number;
  /** Number of objects per volume; null unless `border` is 'weighted'. */
  readonly numberDensity: NumberDensity | null;
  /** The sizes, weighted by number. */
  readonly number: WeightedSizes;
  /** The sizes, weighted by volume. */
  readonly volume: WeightedSizes;
  /**
   * Cumulative curves: rising diameters (in `unit`), and the fraction (0 to 1) by number and by
   * volume up to and with each. By volume, what lacks to 1 at the end lies in objects that the
   * border cuts.
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
 * - D_p is the smallest diameter whose cumulative weight reaches the part p of all weight (NumPy's
 *   `inverted_cdf`).
 * - `border`: 'weighted' (default) leaves out the objects that touch the border, and weighs the
 *   others by Π 1/(Wᵢ − wᵢ − 1), the inverse of the number of places where their bounding box (wᵢ
 *   voxels) lies inside the window (Wᵢ voxels) without touching its border, over the axes longer
 *   than one voxel (R. E. Miles 1974; C. Lantuéjoul 1980). All volume is then what is seen of all
 *   objects, cut ones too, over that of the window: a volume that happens to hold no large object
 *   whole still holds parts of some. 'exclude' leaves objects at the border out only; 'include'
 *   keeps all as they are.
 * - Intervals of D_p are the diameters x at which Σ (weight up to x) − p Σ (all weight) is as
 *   near to 0 as its deviation between blocks of the window allows (Student's t), with the side
 *   widened to which the skewness of the scores pulls it (P. Hall 1992). Blocks, some eight in
 *   all, hold for objects that are like their neighbours too. Where finer ones show that objects
 *   are alike over more than an eighth of the window's edge, or where there are fewer than 30
 *   objects, intervals are null. That of the mean by volume is null where the spread of the upper
 *   half of the diameters lets expect that it hangs on few of the largest; that of either mean
 *   where the border cuts an object more than twice as large as any whole one. No rule makes
 *   intervals come just where large objects happen to be lacking. They cover the sampling of
 *   objects, not segmentation.
 * - `numberDensity`: Σ 1/Π(Wᵢ − wᵢ − 1) with the interval of the deviation between blocks, on the
 *   logarithmic scale.
 *
 * On the host.
 */
export const sizeDistribution = declareOp({
  name: 'sizeDistribution',
  version: 2,
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
    minVoxels: integer(
      { default: 1, min: 1, max: 2 ** 40 },
      'Objects of fewer voxels are left out; the result says how many, and of what volume.',
    ),
  },
  exactness: 'float-dependent',
  result: () => yields.result<SizeDistributionValue>(),
  notes: ({ border, diameter, minVoxels }) => ({
    diameter,
    border,
    smallest: `${String(minVoxels)} voxels`,
    percentile: 'inverted_cdf',
    interval:
      '95 % by scores in blocks; null below 30 objects, or where they are alike over an eighth of the edge',
  }),
});
