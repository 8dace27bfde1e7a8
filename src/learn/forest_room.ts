// How much room a forest takes on the GPU, as far as it is known before it is trained or read.
import { VoxmetryError } from '../recipe/errors.js';
import { isNodeOf } from '../recipe/op.js';
import { integer } from '../recipe/params.js';
import { factsOfNode, type ClassifierNode } from './classifier.js';
import { LEAF_VOTES } from './forest/forest_data.js';
import { storedNodes } from './forest/stored_forest.js';
import { statedClassifier } from './stored_classifier.js';
import { trainClassifier } from './train_classifier.js';

/** Most bytes of a forest on the GPU: 100 trees of 10 levels take 2.2 MB at most. */
export const MOST_FOREST_BYTES = 2 ** 24;

/** The room for a forest, as a parameter of what applies it. */
export const forestRoomParam = integer(
  { default: MOST_FOREST_BYTES, min: 1, max: MOST_FOREST_BYTES },
  'Bytes that the forest takes on the GPU at most.',
);

/**
 * Bytes of so many nodes in so many trees: two words each, a threshold at most of each inner node,
 * of more than four classes the votes of each leaf, and what entropies of votes are looked up in.
 */
function bytesOfNodes(nodes: number, trees: number, classes: number): number {
  const leaves = (nodes + trees) / 2;
  const rows = classes > 4 ? 2 * leaves * Math.ceil(classes / 8) : 0;
  return 4 * (2 * nodes + (nodes - leaves) + rows + LEAF_VOTES * trees + 1);
}

/** The most bytes that a classifier's forest can take: by its depth, or as it was written down. */
export function forestRoom(classifier: ClassifierNode): number {
  const { classes } = factsOfNode(classifier);
  let bytes = MOST_FOREST_BYTES;
  if (isNodeOf(classifier, trainClassifier)) {
    const { trees, depth } = classifier.params as { trees: number; depth: number };
    bytes = bytesOfNodes(trees * (2 ** (depth + 1) - 1), trees, classes.length);
  } else if (isNodeOf(classifier, statedClassifier)) {
    const { forest } = classifier.params['held'] as { forest: unknown };
    const found = storedNodes(forest);
    if (found !== undefined) bytes = bytesOfNodes(found.nodes, found.trees, classes.length);
  }
  return Math.min(MOST_FOREST_BYTES, bytes);
}

/** Throws `limit` where a forest takes more room than was planned for it. */
export function checkRoom(op: string, needed: number, room: number): void {
  if (needed > room)
    throw new VoxmetryError(
      'limit',
      `${op}: the classifier's forest takes ${String(needed)} bytes on the GPU, more than ${String(room)}. Train it with less depth or fewer trees.`,
      { op, details: { needed, available: room } },
    );
}
