import { makeNode, type Node } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';

/** The grey level between the two materials of the field 'gray'. */
export const GRAY_MIDDLE = 25000;

/** The mask of a field of 0 and 1. */
export function maskOf(source: Node): Node {
  return makeNode(threshold, { volume: source }, { lo: 1 });
}
