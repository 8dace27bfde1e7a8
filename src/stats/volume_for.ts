// How large a volume must be for a fraction of a wanted error, from one scan.
import { invalidArgument } from '../recipe/errors.js';
import { volumeOf } from '../recipe/geometry.js';
import { yields } from '../recipe/meta.js';
import { declareOp, gridMeta, makeNode, valueInput, type Node } from '../recipe/op.js';
import { integer, nullable, number, text } from '../recipe/params.js';
import { fractionNode, type FractionValue } from './fraction.js';

/** A number with its 95 % interval. */
export interface Ranged {
  readonly value: number;
  readonly interval: readonly [lo: number, hi: number];
}

/** How large a volume must be for a wanted error of its fraction. */
export interface VolumeForValue {
  /** The error asked for, as half the width of a 95 % interval of the fraction (no unit). */
  readonly absoluteError: number;
  /** The same over the fraction of this volume. */
  readonly relativeError: number;
  /** Fraction of this volume, 0 to 1. */
  readonly fraction: number;
  /** The volume needed, in voxels; null where unknown. */
  readonly voxels: Ranged | null;
  /** The volume needed, in unit³ (of a volume one voxel thin: the area, in unit²). */
  readonly volume: Ranged | null;
  /** Edge of a cube (or a square) of that size, in `unit`. */
  readonly edge: Ranged | null;
  /** The volume needed over the one that is there (no unit). */
  readonly times: Ranged | null;
  /** Unit of length. */
  readonly unit: string;
  /** Why there is no answer; null where there is one. */
  readonly reason: string | null;
  /** What a reader must know: see that of a fraction. */
  readonly warnings: readonly string[];
  /** By what formula. */
  readonly estimator: string;
}

/** The formula, as the result names it. */
export const VOLUME_FOR_ESTIMATOR =
  'V = A φ (1 − φ) (1.96 / e)², integral range A and its interval from the covariance of this volume, φ its fraction';

/**
 * How large a volume must be for a wanted error of its fraction, as {@link VolumeForValue}, on the
 * host from {@link fraction}. The error e is half the width of a 95 % interval: V = A φ(1 − φ)
 * (1.96 / e)², with the integral range A of this volume (Lantuéjoul 1991; Kanit et al., Int. J.
 * Solids Struct. 40 (2003) 3647, https://doi.org/10.1016/S0020-7683(03)00143-4). A larger volume
 * tells A better than this one, so the answer has an interval: log V spreads by what log A does,
 * and by the error of φ, which counts by the derivative of log V for a logit of variance A / (V₀
 * φ(1 − φ)). Null where A is unknown.
 */
export const volumeFor = declareOp({
  name: 'volumeFor',
  kind: 'host',
  inputs: { fraction: valueInput<FractionValue>() },
  params: {
    absoluteError: nullable(
      number({ above: 0, max: 0.5 }, 'Half the width of a 95 % interval of the fraction.'),
    ),
    relativeError: nullable(
      number({ above: 0, max: 1 }, 'Half the width of a 95 % interval, over the fraction.'),
    ),
    voxel: number(
      { above: 0 },
      'Volume of a voxel (its area, where the volume is one voxel thin).',
    ),
    dimensions: integer({ min: 0, max: 3 }, 'Axes of more than one voxel.'),
    unit: text(undefined, 'Unit of length.'),
  },
  exactness: 'exact',
  result: (_, { absoluteError, relativeError }) => {
    if ((absoluteError === null) === (relativeError === null))
      throw invalidArgument(
        'volumeFor',
        'relativeError',
        relativeError,
        'either relativeError or absoluteError',
      );
    return yields.result<VolumeForValue>();
  },
  notes: () => ({ estimator: VOLUME_FOR_ESTIMATOR }),
});

/** The node of {@link volumeFor} of a mask; exactly one of the errors is given. */
export function volumeForNode(
  mask: Node,
  errors: {
    readonly absoluteError?: number | undefined;
    readonly relativeError?: number | undefined;
  },
  within?: Node,
) {
  const { size, spacing, unit } = gridMeta(mask);
  const extended = spacing.filter((_, i) => size[i]! > 1);
  const flat = extended.length < 3;
  return makeNode(
    volumeFor,
    { fraction: fractionNode(mask, within) },
    {
      ...errors,
      voxel: flat ? extended.reduce((a, b) => a * b, 1) : volumeOf(spacing),
      dimensions: extended.length,
      unit,
    },
  );
}
