// The levels that a threshold is moved over.
import { yields } from '../recipe/meta.js';
import { declareOp, optionalInput, valueInput } from '../recipe/op.js';
import { flag, integer, nullable, number } from '../recipe/params.js';

/** A threshold and the levels about it. */
export interface ThresholdLevels {
  /** In intensity; above is v > threshold. */
  readonly threshold: number;
  /** By how much the threshold is moved either way, in intensity. */
  readonly delta: number;
  /** Where delta comes from. */
  readonly deltaFrom: 'given' | 'noise' | 'grey level';
  /** Standard deviation of the noise, in intensity; null where delta was given. */
  readonly noise: number | null;
  /** From threshold − 2 delta to threshold + 2 delta, the threshold in the middle. */
  readonly levels: Float64Array<ArrayBuffer>;
}

/** Most levels to a delta: 65 in all. */
export const MOST_STEPS = 16;

/**
 * The levels about a threshold, as {@link ThresholdLevels}: about `above`, which a method found, or
 * `given`. Delta is the one that is given, or the `noise` of the volume; of integers (`whole`) the
 * noise counts as one grey level at least. On the host. Error `invalid-argument` where there is no
 * noise to tell delta by.
 */
export const thresholdLevels = declareOp({
  name: 'thresholdLevels',
  kind: 'host',
  inputs: { above: optionalInput('scalar'), noise: optionalInput('scalar') },
  params: {
    given: nullable(number({ unit: 'intensity' }, 'The threshold, where no method found it.')),
    delta: nullable(
      number(
        { above: 0, unit: 'intensity' },
        'By how much the threshold is moved either way; the standard deviation of the noise if left out.',
      ),
    ),
    steps: integer(
      { default: 8, min: 1, max: MOST_STEPS },
      'Levels to a delta; in all there are four times as many, and one.',
    ),
    whole: flag(false, 'Whether the volume is of integers.'),
  },
  exactness: 'exact',
  result: () => yields.plain<ThresholdLevels>(),
  notes: ({ delta }) => ({
    delta: delta === null ? 'standard deviation of the noise of the thresholded volume' : 'given',
  }),
});

/** A threshold moved by so many deltas: a number for a mask. On the host. */
export const movedThreshold = declareOp({
  name: 'movedThreshold',
  kind: 'host',
  inputs: { levels: valueInput<ThresholdLevels>() },
  params: { by: number({ min: -2, max: 2 }, 'How many deltas the threshold is moved.') },
  exactness: 'exact',
  result: () => yields.scalar(),
});
