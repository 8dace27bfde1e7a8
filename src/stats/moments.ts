// Sum, mean and standard deviation of a volume.
import { invalidArgument } from '../recipe/errors.js';
import { yields } from '../recipe/meta.js';
import {
  declareOp,
  input,
  isGridMeta,
  makeNode,
  optionalInput,
  optionalValueInput,
  type Node,
} from '../recipe/op.js';
import { rangeNode, type Range } from './range.js';

/** Sum, mean and standard deviation of a volume. */
export interface Moments {
  /** Voxels with a finite value; the others are left out. */
  readonly count: number;
  /** Sum of the values, in intensity. */
  readonly sum: number;
  /** Mean, in intensity; NaN where `count` is 0. */
  readonly mean: number;
  /** Standard deviation of the population, in intensity: divided by `count`, as NumPy's `std`. */
  readonly std: number;
  /** Least value, in intensity. */
  readonly min: number;
  /** Greatest value, in intensity. */
  readonly max: number;
  /** Voxels that are NaN or infinite. */
  readonly nonFinite: number;
}

/**
 * Sum, mean, standard deviation and range of a volume, or of its voxels within a mask, as
 * {@link Moments}. Integers are summed exactly. Floats are summed as whole numbers of 2^−39
 * (squares: of magnitudes of 2^−31) of the greatest power of two in the volume, which needs its
 * `range` (within the mask); so there is no rounding of sums, and results are the same for every
 * bricking and adapter. Each value is rounded to that unit: a mean is right to 2^−40 of the
 * greatest power of two, and to f32's own precision where values are alike in magnitude.
 *
 * Reads the volume once; f32 twice, counting its range.
 */
export const moments = declareOp({
  name: 'moments',
  kind: 'reduce',
  inputs: {
    volume: input('volume'),
    within: optionalInput('mask'),
    range: optionalValueInput<Range>(),
  },
  params: {},
  exactness: 'exact',
  result: ({ volume, range }) => {
    if (volume.storage === 'f32' && range === undefined)
      throw invalidArgument('moments', 'range', undefined, 'the range of the volume, for f32');
    return yields.result<Moments>();
  },
  notes: () => ({ std: 'of the population (divided by the count)', nonFinite: 'left out' }),
});

/** The node of a volume's {@link moments}, with its range where that is needed. */
export function momentsNode(volume: Node, within?: Node) {
  const needsRange = isGridMeta(volume.meta) && volume.meta.storage === 'f32';
  return makeNode(moments, {
    volume,
    within,
    range: needsRange ? rangeNode(volume, within) : undefined,
  });
}
