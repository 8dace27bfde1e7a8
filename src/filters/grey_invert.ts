import { DTYPES, type Dtype } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import {
  declareOp,
  input,
  isGridMeta,
  makeNode,
  optionalValueInput,
  type Node,
} from '../recipe/op.js';
import { rangeNode } from '../stats/range.js';
import type { Span } from './level_scale.js';

/**
 * Dark and bright swapped: v becomes least + greatest − v; the dtype stays. Least and greatest are
 * those of the dtype (u8: 255 − v; i8: −1 − v), or, with the input `range`, those of the volume's
 * finite values, which f32 needs. Integers are exact; f32 is rounded once. NaN stays, ±∞ swap. One
 * pass: 2 × the bytes of a voxel, and once more the volume for its range.
 */
export const greyInvert = declareOp({
  name: 'greyInvert',
  kind: 'map',
  inputs: { volume: input('volume'), range: optionalValueInput<Span>() },
  params: {},
  exactness: ({ volume }) => (volume.storage === 'f32' ? 'float-dependent' : 'exact'),
  result: ({ volume, range }): GridMeta => {
    if (range === undefined && !DTYPES[volume.storage as Dtype].integer)
      throw invalidArgument('greyInvert', 'range', undefined, "'data' for f32, which has no ends");
    return volume;
  },
  notes: () => ({ inverted: 'least + greatest − v' }),
});

/** Whose ends a volume is mirrored between. */
export type InvertRange = 'dtype' | 'data';

/**
 * The node of {@link greyInvert}: between the dtype's ends (default for integers) or the data's
 * (for f32).
 */
export function greyInvertNode(volume: Node, range?: InvertRange): Node {
  const isFloat = isGridMeta(volume.meta) && volume.meta.storage === 'f32';
  const wanted: unknown = range ?? (isFloat ? 'data' : 'dtype');
  if (wanted !== 'dtype' && wanted !== 'data')
    throw invalidArgument('greyInvert', 'range', wanted, "'dtype', 'data'");
  return makeNode(greyInvert, {
    volume,
    range: wanted === 'data' ? rangeNode(volume) : undefined,
  });
}
