import { makeNode, type Node } from '../../src/recipe/op.js';
import { twoPoint, type TwoPointValue } from '../../src/stats/two_point.js';
import type { TestEngine } from '../harness.js';

/** The two-point correlation of a mask, or of a mask with another. */
export async function correlated(
  on: TestEngine,
  mask: Node,
  params: Readonly<Record<string, unknown>>,
  other?: Node,
): Promise<TwoPointValue> {
  return (await on.value(makeNode(twoPoint, { mask, other }, params))) as TwoPointValue;
}
