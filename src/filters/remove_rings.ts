import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, makeNode, valueInput, type Node, type ValueNode } from '../recipe/op.js';
import { checkPasses } from './passes.js';
import type { Profile } from './profile.js';
import { ringClassesNode } from './ring_classes.js';
import { centreParam, ringProfileNode, type RingParams } from './ring_profile.js';

/**
 * Takes rings about `centre` out of every slice across z: v less the {@link ringProfile} at its
 * distance, linear between radii; f32. NaN stays NaN.
 *
 * One pass: the bytes of a voxel in, 4 B/voxel out, and 4 bytes per radius and slice.
 */
export const removeRings = declareOp({
  name: 'removeRings',
  kind: 'map',
  inputs: { volume: input('volume'), profile: valueInput<Profile>() },
  params: { centre: centreParam },
  exactness: 'float-dependent',
  result: ({ volume }): GridMeta => ({ ...volume, storage: 'f32' }),
});

/** How rings are found, and in how many passes. */
export interface RemoveRingsParams extends RingParams {
  readonly passes?: number | undefined;
}

/**
 * The node of a volume without its rings: those that {@link ringProfile} finds are taken out, and
 * then `passes` times (default 2; 0 for material without two levels) those that {@link ringClasses}
 * finds in the rest, of the classes that Otsu's threshold tells apart there. Interpolation blunts
 * sharp rings, so that every pass finds more of them.
 */
export function removeRingsNode(volume: Node, { passes, ...params }: RemoveRingsParams = {}): Node {
  const without = (from: Node, profile: ValueNode<Profile>): Node =>
    makeNode(removeRings, { volume: from, profile }, { centre: params.centre });
  let flat = without(volume, ringProfileNode(volume, params));
  for (let pass = 0; pass < checkPasses('removeRings', passes ?? 2, 0); pass += 1)
    flat = without(flat, ringClassesNode(flat, params));
  return flat;
}
