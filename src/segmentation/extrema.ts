import { declareOp, input, makeNode, valueInput, type Node } from '../recipe/op.js';
import type { GridMeta } from '../recipe/meta.js';
import { nullable, number, oneOf } from '../recipe/params.js';
import { rangeNode, type Range } from '../stats/range.js';
import { connectivityParam } from './components.js';

/**
 * Mask of the regional maxima (or minima) of a volume: connected plateaus whose neighbours are all
 * lower. With `h`, of the tops of those that stand out by `h` or more: whoever walks from one to
 * higher ground must go down by `h`; the highest stands out by the volume's whole range. Nothing
 * stands out of a constant volume.
 *
 * As scikit-image's `local_maxima`, `h_maxima` and their like for minima (whose default is every
 * neighbour, 26; here 6). Exact for integers, on which `h` is rounded up; of f32, v − h is rounded.
 * NaN is a wall and no extremum; the three greatest values of u32 and i32 count as one.
 *
 * Soille, Morphological Image Analysis (2nd ed. 2003), 6.3.
 *
 * Cost: that of `reconstruct`, and one pass over the volume for its range.
 */
export const extrema = declareOp({
  name: 'extrema',
  kind: 'global',
  inputs: { volume: input('volume'), range: valueInput<Range>() },
  params: {
    of: oneOf(['maxima', 'minima'], 'maxima', 'Whether tops or bottoms are looked for.'),
    h: nullable(
      number(
        { above: 0, unit: 'intensity' },
        'By how much an extremum must stand out from its surroundings; null: all extrema.',
      ),
    ),
    connectivity: connectivityParam(),
  },
  exactness: ({ volume }) => (volume.storage === 'f32' ? 'float-dependent' : 'exact'),
  result: ({ volume }): GridMeta => ({ ...volume, kind: 'mask', storage: 'bit' }),
  notes: ({ of, h, connectivity }) => ({
    extrema: h === null ? `regional ${of}` : `${of} that stand out by ${String(h)} or more`,
    connectivity: String(connectivity),
  }),
});

/** The node of the {@link extrema} of a volume. */
export function extremaNode(volume: Node, params: Readonly<Record<string, unknown>>): Node {
  return makeNode(extrema, { volume, range: rangeNode(volume) }, params);
}
