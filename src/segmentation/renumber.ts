import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, makeNode, valueInput, type Node } from '../recipe/op.js';
import { occurringIds } from './occurring_ids.js';

/**
 * Labels with ids 1 … N in the order of the old ones, without gaps; `ids` are those that occur,
 * ascending. As scikit-image's `relabel_sequential`. One pass, 8 B/voxel and 4 bytes per id up to
 * the greatest; where that reaches 2²⁵, 4 bytes per id that occurs, and log₂ N reads of these, from
 * caches, per voxel.
 */
export const renumber = declareOp({
  name: 'renumber',
  version: 2,
  kind: 'map',
  inputs: { labels: input('labels'), ids: valueInput<Uint32Array>() },
  params: {},
  exactness: 'exact',
  result: ({ labels }): GridMeta => labels,
});

/** The node that renumbers labels. */
export function renumberNode(labels: Node): Node {
  return makeNode(renumber, { labels, ids: makeNode(occurringIds, { labels }) });
}
