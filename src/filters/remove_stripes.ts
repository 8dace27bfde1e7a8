import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, makeNode, type Node } from '../recipe/op.js';
import { oneOf } from '../recipe/params.js';
import { stripeProfileNode, type StripeParams } from './stripe_profile.js';

/**
 * Takes stripes out of every slice across z: v less the {@link stripeProfile} of its line, linear between the centres of
 * blocks along the stripes and constant beyond the outer ones; f32. NaN stays NaN.
 *
 * One pass: the bytes of a voxel in, 4 B/voxel out, and 4 bytes per line and block.
 */
export const removeStripes = declareOp({
  name: 'removeStripes',
  kind: 'map',
  inputs: { volume: input('volume'), profile: input('value') },
  params: { along: oneOf(['x', 'y'], 'y') },
  exactness: 'float-dependent',
  result: ({ volume }): GridMeta => ({ ...volume, storage: 'f32' }),
});

/** The node of a volume without its stripes. */
export function removeStripesNode(volume: Node, params: StripeParams = {}): Node {
  const profile = stripeProfileNode(volume, params);
  return makeNode(removeStripes, { volume, profile }, { along: params.along });
}
