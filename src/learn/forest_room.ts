// How much room a forest takes on the GPU, as far as it is known before it is trained or read.
import { VoxmetryError } from '../recipe/errors.js';
import { isNodeOf } from '../recipe/op.js';
import { integer, oneOf } from '../recipe/params.js';
import { factsOfNode, type ClassifierNode } from './classifier.js';
import { LEAF_VOTES } from './forest/forest_data.js';
import { rankBits } from './forest/pack_forest.js';
import { readForest, storedNodes } from './forest/stored_forest.js';
import { statedClassifier } from './stored_classifier.js';
import { trainClassifier } from './train_classifier.js';

/** Most bytes of a forest on the GPU: 100 trees of 10 levels take 2.2 MB at most. */
export const MOST_FOREST_BYTES = 2 ** 24;

/** What a forest takes on the GPU: bytes of its own, and of the rank of a voxel's value. */
export interface ForestRoom {
  readonly room: number;
  /** 2 where a feature has more than 255 thresholds, which forests from elsewhere may have. */
  readonly rankBytes: number;
}

/** The room for a forest, as parameters of what applies it. */
export const forestRoomParams = {
  room: integer(
    { default: MOST_FOREST_BYTES, min: 1, max: MOST_FOREST_BYTES },
    'Bytes that the forest takes on the GPU at most.',
  ),
  rankBytes: oneOf([1, 2], 2, "Bytes of the rank of a voxel's value among a feature's thresholds."),
} as const;

/**
 * Bytes of so many nodes in so many trees: four words for each inner node, or for a tree of one
 * leaf, a threshold at most of each inner node, of more than four classes the votes of each leaf,
 * and what entropies of votes are looked up in.
 */
function bytesOfNodes(nodes: number, trees: number, classes: number): number {
  const leaves = (nodes + trees) / 2;
  const inner = nodes - leaves;
  const rows = classes > 4 ? 4 * leaves * Math.ceil(classes / 16) : 0;
  return 4 * (4 * (inner + trees) + inner + rows + LEAF_VOTES * trees + 1);
}

/** What a classifier's forest can take at most: by its depth, or as it was written down. */
export function forestRoom(classifier: ClassifierNode): ForestRoom {
  const { classes } = factsOfNode(classifier);
  const of = (nodes: number, trees: number, rankBytes: number): ForestRoom => ({
    room: Math.min(MOST_FOREST_BYTES, bytesOfNodes(nodes, trees, classes.length)),
    rankBytes,
  });
  if (isNodeOf(classifier, trainClassifier)) {
    const { trees, depth } = classifier.params as { trees: number; depth: number };
    return of(trees * (2 ** (depth + 1) - 1), trees, 1);
  }
  if (isNodeOf(classifier, statedClassifier)) {
    const { forest } = classifier.params['held'] as { forest: unknown };
    const found = storedNodes(forest);
    if (found !== undefined) return of(found.nodes, found.trees, storedRankBytes(forest));
  }
  return { room: MOST_FOREST_BYTES, rankBytes: 2 };
}

/** Bytes of a rank of a forest that was written down. What is wrong with it shows elsewhere. */
function storedRankBytes(stored: unknown): 1 | 2 {
  try {
    return rankBits(readForest(stored)) === 8 ? 1 : 2;
  } catch {
    return 2;
  }
}

/** Throws `limit` where a forest takes more room than was planned for it. */
export function checkRoom(op: string, needed: ForestRoom, planned: ForestRoom): void {
  if (needed.rankBytes > planned.rankBytes)
    throw new VoxmetryError(
      'limit',
      `${op}: the classifier's forest has more than 255 thresholds of a feature, and room was planned for fewer. Call ${op}() with the classifier itself.`,
      { op, details: { needed: needed.rankBytes, available: planned.rankBytes } },
    );
  if (needed.room > planned.room)
    throw new VoxmetryError(
      'limit',
      `${op}: the classifier's forest takes ${String(needed.room)} bytes on the GPU, more than ${String(planned.room)}. Train it with less depth or fewer trees.`,
      { op, details: { needed: needed.room, available: planned.room } },
    );
}
