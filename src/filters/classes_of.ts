import { makeNode, type Node } from '../recipe/op.js';
import { otsuNode } from '../segmentation/otsu_level.js';
import { threshold } from '../segmentation/threshold.js';

/** The mask of a volume above Otsu's threshold. */
export function classesOf(volume: Node): Node {
  return makeNode(threshold, { volume, above: otsuNode(volume) });
}
