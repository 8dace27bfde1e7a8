import { makeNode, type Node } from '../recipe/op.js';
import { otsuThreshold } from '../segmentation/otsu_threshold.js';
import { threshold } from '../segmentation/threshold.js';
import { histogramNode } from '../stats/histogram.js';

/** The mask of a volume above Otsu's threshold. */
export function classesOf(volume: Node): Node {
  const histogram = histogramNode(volume);
  return makeNode(threshold, { volume, above: makeNode(otsuThreshold, { histogram }) });
}
