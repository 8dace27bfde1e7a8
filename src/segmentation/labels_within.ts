// Masking and shrinking of labels.
import { physicalLength, type Length } from '../recipe/length.js';
import { invalidArgument } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, gridMeta, input, makeNode, type Node } from '../recipe/op.js';
import { length } from '../recipe/params.js';
import { distance } from './distance.js';
import { threshold } from './threshold.js';

/** Distances are f32: a voxel at exactly the distance is removed in spite of rounding. */
const SLACK = 1e-6;

/** Labels where a mask is set, 0 elsewhere; ids are kept. 8.1 B/voxel; one pass. */
export const labelsWithin = declareOp({
  name: 'labelsWithin',
  kind: 'map',
  inputs: { labels: input('labels'), mask: input('mask') },
  params: {},
  exactness: 'exact',
  result: ({ labels }): GridMeta => labels,
});

/** The node of the part of labels in a region; of all where there is none. */
export function partNode(labels: Node, within: Node | undefined): Node {
  return within === undefined ? labels : makeNode(labelsWithin, { labels, mask: within });
}

/**
 * Labels shrunk by a distance: what is at most that far from another object or the background goes;
 * ids are kept. The volume's border takes nothing away. Cost: that of `distance`, and 12.3 B/voxel.
 */
export function shrinkNode(labels: Node, by: Length): Node {
  const parsed = length().parse(by);
  if (parsed === undefined)
    throw invalidArgument(
      'shrink',
      'distance',
      by,
      "a length > 0 in the labels' unit, or voxels(n)",
    );
  const lo = physicalLength(parsed, gridMeta(labels).spacing) * (1 + SLACK);
  const far = makeNode(distance, { objects: labels }, { border: 'open' });
  return makeNode(labelsWithin, { labels, mask: makeNode(threshold, { volume: far }, { lo }) });
}
