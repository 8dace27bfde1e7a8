import { VoxmetryError } from '../../recipe/errors.js';
import { LEAF, type Forest } from './forest_data.js';

/** Thresholds of one feature whose ranks fit 8 and 16 bits. */
const [NARROW, MOST_THRESHOLDS] = [2 ** 8 - 1, 2 ** 16 - 1];

/** A forest as the GPU walks it. */
export interface PackedForest {
  /**
   * Four words for each inner node, tree after tree. The first is the rank of its threshold among
   * those of its feature, from 1: what a value's rank must be at least to go to the second child.
   * It is there as often as ranks fit a word. The second and the third are where its children
   * stand, or, of a leaf, {@link LEAF} in the 8 highest bits, and below it the votes for the first
   * three classes, a byte each, of more than four classes the leaf's number. The fourth is where
   * the next tree starts, and in the 8 highest bits the feature. A tree of one leaf is a node of
   * rank 0, whose second child all come to. Last, of more than four classes, stands a row for each
   * leaf: its votes, four to a word, and as many words as make whole fours.
   */
  readonly words: Uint32Array<ArrayBuffer>;
  /** The place behind the last tree. */
  readonly end: number;
  /** The thresholds of all features, each feature's rising, by their ordered keys. */
  readonly thresholds: Int32Array<ArrayBuffer>;
  /** The first threshold of each feature, and the end. */
  readonly starts: readonly number[];
  /** Bits of a voxel's rank: 8 where no feature has more than 255 thresholds. */
  readonly rankBits: 8 | 16;
  /** Where the first row stands, in fours of words. */
  readonly firstRow: number;
}

const whole = new Int32Array(1);
const float = new Float32Array(whole.buffer);

/**
 * The whole number that orders a float as the float itself does, of 32 bits with a sign. So a
 * comparison does not hang on whether an adapter keeps numbers that are not normal. −0 as a
 * threshold is 0: a value of either sign is at most that.
 */
function orderedKey(value: number): number {
  float[0] = value + 0;
  return whole[0]! ^ ((whole[0]! >> 31) & 0x7fffffff);
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

/** Bits of the rank of a value among a feature's thresholds, by the feature that has most. */
export function rankBits(forest: Forest): 8 | 16 {
  return bitsFor(thresholdsOf(forest));
}

function bitsFor(thresholds: readonly Int32Array[]): 8 | 16 {
  const most = Math.max(...thresholds.map(({ length }) => length));
  if (most > MOST_THRESHOLDS)
    throw new VoxmetryError(
      'limit',
      `A feature of the forest has ${String(most)} thresholds, more than ${String(MOST_THRESHOLDS)}. Train with less depth or fewer trees.`,
      { details: { needed: most, available: MOST_THRESHOLDS } },
    );
  return most <= NARROW ? 8 : 16;
}

/**
 * Lays a forest out for the GPU.
 *
 * @throws `limit` where a feature has more than 65535 thresholds. Forests of `trainForest` have at
 *   most 255.
 */
export function packForest(forest: Forest): PackedForest {
  const { classes, trees } = forest;
  const known = thresholdsOf(forest);
  const ranks = known.map((keys) => new Map(Array.from(keys, (key, rank) => [key, rank + 1])));
  const bits = bitsFor(known);
  const all = bits === 8 ? 0x01010101 : 0x00010001;
  const end = trees.reduce((sum, { features }) => sum + Math.max(1, features.length >> 1), 0);
  const leaves = trees.reduce((sum, { votes }) => sum + votes.length / classes, 0);
  const rowWords = classes > 4 ? 4 * Math.ceil(classes / 16) : 0;
  const words = new Uint32Array(4 * end + leaves * rowWords);
  let [root, leaf] = [0, 0];
  for (const { features, thresholds, children, votes } of trees) {
    const next = root + Math.max(1, features.length >> 1);
    // Where each inner node stands, and what says that a node is a leaf.
    let inner = root;
    const places = Array.from(features, (feature, n) => {
      if (feature !== LEAF) return inner++;
      const own = votes.subarray(children[n]! * classes, (children[n]! + 1) * classes);
      for (let word = 0; word < rowWords; word += 1)
        words[4 * end + leaf * rowWords + word] = fourVotes(own.subarray(4 * word, 4 * word + 4));
      const told = rowWords > 0 ? leaf : fourVotes(own.subarray(0, Math.min(3, classes - 1)));
      leaf += 1;
      return ((LEAF << 24) | told) >>> 0;
    });
    if (features[0] === LEAF) words.set([0, places[0]!, places[0]!, next], 4 * root);
    features.forEach((feature, n) => {
      if (feature === LEAF) return;
      const rank = ranks[feature]!.get(orderedKey(thresholds[n]!))!;
      const child = children[n]!;
      words.set(
        [rank * all, places[child]!, places[child + 1]!, next | (feature << 24)],
        4 * places[n]!,
      );
    });
    root = next;
  }
  const starts = [0];
  for (const { length } of known) starts.push(starts.at(-1)! + length);
  const thresholds = new Int32Array(Math.max(1, starts.at(-1)!));
  known.forEach((keys, f) => {
    thresholds.set(keys, starts[f]);
  });
  return { words, end, thresholds, starts, rankBits: bits, firstRow: end };
}

/** Up to four votes as the bytes of a word. */
function fourVotes(votes: Uint8Array): number {
  return votes.reduce((word, count, c) => word | (count << (8 * c)), 0);
}
