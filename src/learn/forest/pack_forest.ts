import { VoxmetryError } from '../../recipe/errors.js';
import { LEAF, type Forest, type Tree } from './forest_data.js';

/** The bit of a node's word that says that it is a leaf. */
const LEAF_BIT = 0x80000000;

/** Thresholds of one feature whose ranks fit 8 and 16 bits. */
const [NARROW, MOST_THRESHOLDS] = [2 ** 8 - 1, 2 ** 16 - 1];

/** A forest as the GPU walks it. */
export interface PackedForest {
  /**
   * First, where each tree starts. Then a word for each node, tree after tree, by levels. An inner
   * node is, from its lowest bit on, its feature, the rank of its threshold among those of the
   * feature, and how far behind it its first child stands. A leaf has the highest bit set; of up to
   * four classes it holds the votes for the first three, a byte each (what is left are those for
   * the fourth), of more its number among the leaves. Last, of more than four classes, stands a row
   * for each leaf: its votes, four to a word.
   */
  readonly words: Uint32Array<ArrayBuffer>;
  /** The thresholds of all features, each feature's rising, by their ordered keys. */
  readonly thresholds: Int32Array<ArrayBuffer>;
  /** The first threshold of each feature, and the end. */
  readonly starts: readonly number[];
  /** Bits of a voxel's rank: 8 where no feature has more than 255 thresholds. */
  readonly rankBits: 8 | 16;
  readonly featureBits: number;
  /** Bits of a node below its child. */
  readonly childShift: number;
  /** The word of the first row. */
  readonly firstRow: number;
}

const bits = new Int32Array(1);
const float = new Float32Array(bits.buffer);

/**
 * The whole number that orders a float as the float itself does, of 32 bits with a sign. So a
 * comparison does not hang on whether an adapter keeps numbers that are not normal. −0 as a
 * threshold is 0: a value of either sign is at most that.
 */
function orderedKey(value: number): number {
  float[0] = value + 0;
  return bits[0]! ^ ((bits[0]! >> 31) & 0x7fffffff);
}

/** The distinct thresholds of each feature, rising, by their keys. */
function thresholdsOf({ features, trees }: Forest): Int32Array[] {
  const found = Array.from({ length: features }, () => new Set<number>());
  for (const tree of trees)
    tree.features.forEach((feature, n) => {
      if (feature !== LEAF) found[feature]!.add(orderedKey(tree.thresholds[n]!));
    });
  return found.map((keys) => Int32Array.from(keys).sort());
}

/** Bits that hold whole numbers up to one. */
const bitsFor = (most: number): number => 32 - Math.clz32(most);

/**
 * Lays a forest out for the GPU.
 *
 * @throws `limit` where a node does not fit a word: the bits of features, of ranks and of the way
 *   to a child are together more than 31, or a feature has more than 65535 thresholds. Forests of
 *   `trainForest` on up to 60,000 samples always fit.
 */
export function packForest(forest: Forest): PackedForest {
  const { classes, features, trees } = forest;
  const known = thresholdsOf(forest);
  const most = Math.max(...known.map(({ length }) => length));
  const featureBits = bitsFor(features - 1);
  const childShift = featureBits + bitsFor(Math.max(0, most - 1));
  const farthest = trees.reduce((far, tree) => Math.max(far, farthestChild(tree)), 0);
  if (childShift + bitsFor(farthest) > 31 || most > MOST_THRESHOLDS)
    throw new VoxmetryError(
      'limit',
      `A node of the forest does not fit 31 bits: ${String(features)} features, ${String(most)} thresholds of one, and trees of up to ${String(2 * farthest)} nodes. Train with less depth.`,
      { details: { needed: childShift + bitsFor(farthest), available: 31 } },
    );
  const ranks = known.map((keys) => new Map(Array.from(keys, (key, rank) => [key, rank])));
  const nodes = trees.reduce((sum, tree) => sum + tree.features.length, 0);
  const leaves = trees.reduce((sum, tree) => sum + tree.votes.length / classes, 0);
  const rowWords = classes > 4 ? Math.ceil(classes / 4) : 0;
  const firstRow = trees.length + nodes;
  const words = new Uint32Array(firstRow + leaves * rowWords);
  let next = trees.length;
  let leaf = 0;
  trees.forEach((tree, t) => {
    words[t] = next;
    for (let n = 0; n < tree.features.length; n += 1) {
      const feature = tree.features[n]!;
      if (feature === LEAF) {
        const votes = tree.votes.subarray(
          tree.children[n]! * classes,
          (tree.children[n]! + 1) * classes,
        );
        words[next] = rowWords > 0 ? LEAF_BIT | leaf : LEAF_BIT | fourVotes(votes.subarray(0, 3));
        for (let word = 0; word < rowWords; word += 1)
          words[firstRow + leaf * rowWords + word] = fourVotes(
            votes.subarray(4 * word, 4 * word + 4),
          );
        leaf += 1;
      } else {
        const rank = ranks[feature]!.get(orderedKey(tree.thresholds[n]!))!;
        words[next] = feature | (rank << featureBits) | ((tree.children[n]! - n) << childShift);
      }
      next += 1;
    }
  });
  const starts = [0];
  for (const { length } of known) starts.push(starts.at(-1)! + length);
  const thresholds = new Int32Array(Math.max(1, starts.at(-1)!));
  known.forEach((keys, f) => {
    thresholds.set(keys, starts[f]);
  });
  const rankBits = most <= NARROW ? 8 : 16;
  return { words, thresholds, starts, rankBits, featureBits, childShift, firstRow };
}

/** How far behind its parent a first child stands, at most. */
function farthestChild({ features, children }: Tree): number {
  let farthest = 0;
  for (let n = 0; n < features.length; n += 1)
    if (features[n] !== LEAF) farthest = Math.max(farthest, children[n]! - n);
  return farthest;
}

/** Up to four votes as the bytes of a word. */
function fourVotes(votes: Uint8Array): number {
  return votes.reduce((word, count, c) => word | (count << (8 * c)), 0);
}
