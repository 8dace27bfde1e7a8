// Percentiles per object by radix selection.
import { DTYPES, type Dtype } from '../../recipe/dtype.js';
import { yields } from '../../recipe/meta.js';
import {
  gridMeta,
  declareOp,
  input,
  makeNode,
  optionalValueInput,
  valueInput,
  type Node,
  type ValueNode,
} from '../../recipe/op.js';
import { integer, number } from '../../recipe/params.js';

/** Bits of the digits that keys are read by. */
export const DIGIT_BITS = 4;

/** What the fraction of a percentile is. */
const WHICH = 'Which percentile, as a fraction: 0.5 is the median.';

/** What is known of a percentile in every object after some digits of its key. */
export interface KnownDigits {
  readonly ids: Uint32Array;
  /** The digits of the key so far; all of them after the last. */
  readonly prefix: Uint32Array;
  /** Which of the values with these digits it is, from 1; 0 in objects without a finite value. */
  readonly rank: Float64Array;
}

/**
 * One digit more of a percentile of a volume's values in every object, as {@link KnownDigits}: the
 * smallest value that at least the fraction `p` of the finite values do not exceed (NumPy's
 * `inverted_cdf`; of an even number the median is the lower of the two in the middle). One pass
 * over the labels' 4 B/voxel and the volume's bytes; a table of 64 bytes per id; `limit` where the
 * GPU cannot bind that. An 8-bit volume has 2 digits, a 16-bit one 4, one of 32 bits 8.
 */
export const objectDigit = declareOp({
  name: 'objectDigit',
  kind: 'reduce',
  inputs: {
    labels: input('labels'),
    volume: input('volume'),
    known: optionalValueInput<KnownDigits>(),
  },
  params: {
    p: number({ min: 0, max: 1 }, WHICH),
    digit: integer({ min: 0, max: 7 }, 'Which digit of the values is found, from the highest, 0.'),
  },
  exactness: 'exact',
  result: () => yields.plain<KnownDigits>(),
});

/** The values of a percentile as a table of labels and one column. On the host. */
export const percentileTable = declareOp({
  name: 'percentileTable',
  kind: 'host',
  inputs: { known: valueInput<KnownDigits>() },
  params: {
    p: number({ min: 0, max: 1 }, WHICH),
    dtype: integer(
      { min: 0, max: 6 },
      'How the intensities are stored: 0 to 6 for u8, i8, u16, i16, u32, i32, f32.',
    ),
  },
  exactness: 'exact',
  result: () => yields.table(),
  notes: () => ({ percentile: 'inverted_cdf' }),
});

/** The dtypes by the number that a recipe holds. */
export const PERCENTILE_DTYPES: readonly Dtype[] = ['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'f32'];

/** The table of a percentile of a volume's values in every object: a pass per digit. */
export function percentileNode(labels: Node, volume: Node, p: number) {
  const dtype = gridMeta(volume).storage as Dtype;
  let known: ValueNode<KnownDigits> | undefined;
  for (let digit = 0; digit < DTYPES[dtype].bits / DIGIT_BITS; digit += 1)
    known = makeNode(objectDigit, { labels, volume, known }, { p, digit });
  return makeNode(
    percentileTable,
    { known: known! },
    { p, dtype: PERCENTILE_DTYPES.indexOf(dtype) },
  );
}
