import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, makeNode, type Node } from '../recipe/op.js';
import { nullable } from '../recipe/params.js';
import { pair } from './pair.js';
import { ringProfileNode, type RingParams } from './ring_profile.js';

/**
 * Takes rings about `centre` out of every slice across z: v less the {@link ringProfile} at its distance, linear between
 * radii; f32. NaN stays NaN.
 *
 * One pass: the bytes of a voxel in, 4 B/voxel out, and 4 bytes per radius and slice.
 */
export const removeRings = declareOp({
  name: 'removeRings',
  kind: 'map',
  inputs: { volume: input('volume'), profile: input('value') },
  params: { centre: nullable(pair()) },
  exactness: 'float-dependent',
  result: ({ volume }): GridMeta => ({ ...volume, storage: 'f32' }),
});

/** How rings are found and how often. */
export interface RemoveRingsParams extends RingParams {
  readonly passes?: number | undefined;
}

/** The node of a volume without its rings. Interpolation blunts sharp rings, which further passes take up. */
export function removeRingsNode(
  volume: Node,
  { passes = 2, ...params }: RemoveRingsParams = {},
): Node {
  let node = volume;
  for (let pass = 0; pass < passes; pass += 1)
    node = makeNode(
      removeRings,
      { volume: node, profile: ringProfileNode(node, params) },
      { centre: params.centre },
    );
  return node;
}
