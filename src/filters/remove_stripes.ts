import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, makeNode, valueInput, type Node, type ValueNode } from '../recipe/op.js';
import { checkPasses } from './passes.js';
import type { Profile } from './profile.js';
import { stripeClassesNode } from './stripe_classes.js';
import { alongParam, stripeProfileNode, type StripeParams } from './stripe_profile.js';

/**
 * Takes stripes out of every slice across z: v less the {@link stripeProfile} of its line, linear
 * between the centres of blocks along the stripes and constant beyond the outer ones; f32. NaN
 * stays NaN.
 *
 * One pass: the bytes of a voxel in, 4 B/voxel out, and 4 bytes per line and block.
 */
export const removeStripes = declareOp({
  name: 'removeStripes',
  kind: 'map',
  inputs: { volume: input('volume'), profile: valueInput<Profile>() },
  params: { along: alongParam },
  exactness: 'float-dependent',
  result: ({ volume }): GridMeta => ({ ...volume, storage: 'f32' }),
});

/** How stripes are found, and in how many passes. */
export interface RemoveStripesParams extends StripeParams {
  readonly passes?: number | undefined;
}

/**
 * The node of a volume without its stripes: found by {@link stripeProfile}, and then in `passes`
 * (default 2; 0 for material without two levels) rounds by {@link stripeClasses}, of the classes
 * that Otsu's threshold tells apart in what the round before gave.
 */
export function removeStripesNode(
  volume: Node,
  { passes, ...params }: RemoveStripesParams = {},
): Node {
  const without = (profile: ValueNode<Profile>): Node =>
    makeNode(removeStripes, { volume, profile }, { along: params.along });
  let flat = without(stripeProfileNode(volume, params));
  for (let pass = 0; pass < checkPasses('removeStripes', passes ?? 2, 0); pass += 1)
    flat = without(stripeClassesNode(volume, flat, params));
  return flat;
}
