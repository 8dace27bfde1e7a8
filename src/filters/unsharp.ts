import { invalidArgument } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, makeNode, type Node } from '../recipe/op.js';
import { number } from '../recipe/params.js';
import { gaussian } from './gaussian.js';

/**
 * Unsharp mask: v + `amount` · (v − g), g the volume smoothed (the input `smoothed`, a Gaussian in
 * {@link unsharpNode}); f32. `amount` defaults to 1; below 0 it smooths. Values may leave the
 * volume's range. scikit-image's `unsharp_mask(preserve_range=True)`, to 10⁻⁶ of the range.
 *
 * NaN and ±∞ spread as `gaussian` spreads them. One pass besides the Gaussian's: the volume's bytes
 * and 8 B/voxel: 9 B/voxel for u8, 12 for f32.
 */
export const unsharp = declareOp({
  name: 'unsharp',
  kind: 'map',
  inputs: { volume: input('volume'), smoothed: input('volume') },
  params: {
    amount: number({ default: 1 }, 'How strongly details are raised; below 0 they are smoothed.'),
  },
  exactness: 'float-dependent',
  result: ({ volume, smoothed }): GridMeta => {
    if (smoothed.storage !== 'f32')
      throw invalidArgument(
        'unsharp',
        'smoothed',
        `of ${smoothed.storage}`,
        'a smoothed volume, f32',
      );
    return { ...volume, storage: 'f32' };
  },
});

/** The node of {@link unsharp} with a Gaussian; `params` are those of both. */
export function unsharpNode(
  volume: Node,
  { amount, ...smoothing }: Readonly<Record<string, unknown>>,
): Node {
  const smoothed = makeNode(gaussian, { volume }, smoothing);
  return makeNode(unsharp, { volume, smoothed }, { amount });
}
