// What the choice of a threshold adds to the error of fraction and surface.
import { yields } from '../recipe/meta.js';
import { declareOp, optionalValueInput, valueInput } from '../recipe/op.js';
import { number, oneOf } from '../recipe/params.js';
import type { TransportValue } from '../transport/tortuosity.js';
import type { FractionValue } from './fraction.js';
import type { LevelCrossings } from './level_crossings.js';
import type { Percentile, SizeDistributionValue } from './size_distribution.js';
import type { ThresholdLevels } from './threshold_levels.js';

/** What was measured anew at one threshold. */
export interface SensitivityStep {
  /** In intensity. */
  readonly threshold: number;
  /** Median diameters with their intervals; null where they were not asked for. */
  readonly d50: {
    readonly number: Percentile;
    readonly volume: Percentile;
    /** Number of objects. */
    readonly count: number;
  } | null;
  /** ∞ where nothing percolates; null where it was not asked for. */
  readonly tortuosityFactor: number | null;
}

/** How far results hang on the threshold that made a mask. */
export interface SensitivityValue {
  /** The threshold that made the mask, in intensity: v > threshold is above. */
  readonly threshold: number;
  /** Which side of it the mask is. */
  readonly side: 'above' | 'below';
  /** By how much the threshold is moved either way, in intensity. */
  readonly delta: number;
  /**
   * Where delta comes from: 'given'; 'noise', its standard deviation; or 'grey level', one, where
   * the noise of integers is less.
   */
  readonly deltaFrom: 'given' | 'noise' | 'grey level';
  /** Standard deviation of the noise of the volume, in intensity; null where delta was given. */
  readonly noise: number | null;
  /** The fraction of the volume, or of `within`. */
  readonly fraction: {
    /** At the threshold, 0 to 1. */
    readonly value: number;
    /** Least and greatest fraction from threshold − delta to threshold + delta. */
    readonly thresholdRange: readonly [lo: number, hi: number];
    /** The 95 % interval of sampling, as `fraction()` gives it; null where there is none. */
    readonly samplingInterval: readonly [lo: number, hi: number] | null;
    /** How often such intervals held, as `fraction()` says; null without an interval. */
    readonly coverage: readonly [least: number, most: number] | null;
    /** Why there is no interval; null where there is one. */
    readonly reason: string | null;
  };
  /** The surface per volume, in 1/unit; null of a volume one voxel thin. */
  readonly surface: {
    /** At the threshold. */
    readonly perVolume: number;
    /** Least and greatest from threshold − delta to threshold + delta. */
    readonly thresholdRange: readonly [lo: number, hi: number];
    readonly estimator: 'crofton13' | 'crofton3' | 'faces';
    readonly border: 'open';
  } | null;
  /** From threshold − 2 delta to threshold + 2 delta. */
  readonly curve: {
    /** Rising levels, in intensity. */
    readonly threshold: Float64Array<ArrayBuffer>;
    /** The fraction, 0 to 1. */
    readonly fraction: Float64Array<ArrayBuffer>;
    /** The sampling interval about it; null where there is none. */
    readonly sampling: {
      readonly lo: Float64Array<ArrayBuffer>;
      readonly hi: Float64Array<ArrayBuffer>;
    } | null;
    /** In 1/unit; null of a volume one voxel thin. */
    readonly surfacePerVolume: Float64Array<ArrayBuffer> | null;
  };
  /** What was measured anew at some thresholds, rising; empty where nothing was asked for. */
  readonly steps: readonly SensitivityStep[];
  /** Unit of length. */
  readonly unit: string;
  /** How it was found, and what it says. */
  readonly estimator: string;
}

/**
 * What was measured at one threshold, behind those `before`, as a list of {@link SensitivityStep}.
 * On the host.
 */
export const sensitivityStep = declareOp({
  name: 'sensitivityStep',
  kind: 'host',
  inputs: {
    before: optionalValueInput<readonly SensitivityStep[]>(),
    levels: valueInput<ThresholdLevels>(),
    sizes: optionalValueInput<SizeDistributionValue>(),
    transport: optionalValueInput<TransportValue>(),
  },
  params: { by: number({ min: -1, max: 1 }, 'How many deltas the threshold is moved.') },
  exactness: 'exact',
  result: () => yields.plain<readonly SensitivityStep[]>(),
});

/**
 * Fraction and surface of a mask as functions of the threshold that made it, as
 * {@link SensitivityValue}, from counts at many levels.
 *
 * The sampling interval at each level is that of `fraction` at the threshold, carried over: the
 * same variance over φ(1 − φ), by Wilson's formula. The two shares answer other questions and are
 * not added: the interval says what another piece of the material would give, the range what
 * another choice of the threshold would. On the host.
 */
export const sensitivity = declareOp({
  name: 'sensitivity',
  kind: 'host',
  inputs: {
    levels: valueInput<ThresholdLevels>(),
    counts: valueInput<LevelCrossings>(),
    fraction: valueInput<FractionValue>(),
    steps: optionalValueInput<readonly SensitivityStep[]>(),
  },
  params: {
    side: oneOf(['above', 'below'], 'above', 'Which side of the threshold the mask is.'),
    estimator: oneOf(
      ['crofton13', 'crofton3', 'faces'],
      'crofton13',
      'How the surface is estimated: from crossings in 13 or 3 directions, or as faces of voxels.',
    ),
  },
  exactness: 'exact',
  result: () => yields.result<SensitivityValue>(),
  notes: ({ estimator }) => ({ estimator, border: 'open' }),
});
