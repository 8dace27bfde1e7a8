// Boolean operations on masks.
import { declareOp, input, makeNode, type Node } from '../recipe/op.js';
import { oneOf } from '../recipe/params.js';

/** How two masks are combined. */
export const OPERATORS = ['and', 'or', 'xor', 'subtract'] as const;

/**
 * Two masks of one grid, voxel by voxel: 'and' (in both), 'or' (in either), 'xor' (in one only) or
 * 'subtract' (in `a` and not in `b`). One pass, 3/8 B/voxel.
 */
export const combine = declareOp({
  name: 'combine',
  kind: 'map',
  inputs: { a: input('mask'), b: input('mask') },
  params: {
    operator: oneOf(
      OPERATORS,
      undefined,
      'Voxels in both masks, in either, in one only, or in the first and not the second.',
    ),
  },
  exactness: 'exact',
  result: ({ a }) => a,
});

/** The node of the voxels in both masks; of the first where there is no second. */
export function bothNode(a: Node, b: Node | undefined): Node {
  return b === undefined ? a : makeNode(combine, { a, b }, { operator: 'and' });
}
