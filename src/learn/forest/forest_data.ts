// Decision forests as plain data.

/** The feature of a node that asks nothing: a leaf. */
export const LEAF = 255;

/** Votes that a leaf gives to its classes together. */
export const LEAF_VOTES = 255;

/** The most trees whose votes for one class fit 16 bits. */
export const MOST_TREES = 256;

/** Levels below the root that a tree may have: as good as no limit. */
export const MOST_DEPTH = 32;

/** The most classes that a forest tells apart: as many as the walk keeps in registers. */
export const MOST_CLASSES = 16;

/** The most features that a node can name. */
export const MOST_FEATURES = LEAF;

/**
 * A decision tree. Node 0 is the root, and children come behind their parents. An inner node asks
 * whether a value of its feature is at most its threshold, and sends it to its first child if so,
 * else to the second, which is the next node.
 */
export interface Tree {
  /** The feature that each node asks about, {@link LEAF} of a leaf. */
  readonly features: Uint8Array<ArrayBuffer>;
  /** What a value is compared with, never NaN; 0 of a leaf. */
  readonly thresholds: Float32Array<ArrayBuffer>;
  /** The first child of an inner node; of a leaf, its row of `votes`. */
  readonly children: Uint32Array<ArrayBuffer>;
  /**
   * A row for each leaf: how its {@link LEAF_VOTES} votes go to the classes. They are the shares of
   * the samples in the leaf, rounded so that their sum stays: down, and what is left over goes to
   * the largest remainders, of equal ones to the first class.
   */
  readonly votes: Uint8Array<ArrayBuffer>;
}

/**
 * A forest of decision trees. A voxel's votes for a class are the sum over all trees, whole numbers
 * on every machine; its probability is their part of all votes.
 */
export interface Forest {
  /** 2 … {@link MOST_CLASSES}. */
  readonly classes: number;
  /** 1 … {@link MOST_FEATURES}. */
  readonly features: number;
  /** 1 … {@link MOST_TREES}. */
  readonly trees: readonly Tree[];
}

/** How {@link LEAF_VOTES} votes go to classes by their weights, as {@link Tree.votes} says. */
export function votesOf(
  weights: ArrayLike<number>,
  into: Uint8Array = new Uint8Array(weights.length),
): Uint8Array {
  let total = 0;
  for (const weight of Array.from(weights)) total += weight;
  let left = LEAF_VOTES;
  for (let c = 0; c < weights.length; c += 1) {
    into[c] = Math.floor((LEAF_VOTES * weights[c]!) / total);
    left -= into[c]!;
  }
  const remainder = (c: number): number => LEAF_VOTES * weights[c]! - into[c]! * total;
  // A class that got one more has a remainder below zero, and gets none again.
  for (; left > 0; left -= 1) {
    let most = 0;
    for (let c = 1; c < weights.length; c += 1) if (remainder(c) > remainder(most)) most = c;
    into[most]! += 1;
  }
  return into;
}

/** Adds the votes of all trees for one sample, whose values start at `at`. */
export function addVotes(
  { classes, trees }: Forest,
  values: Float32Array,
  at: number,
  into: Uint32Array | Float64Array,
): void {
  for (const { features, thresholds, children, votes } of trees) {
    let node = 0;
    for (let f = features[0]!; f !== LEAF; f = features[node]!)
      node = children[node]! + (values[at + f]! <= thresholds[node]! ? 0 : 1);
    const row = children[node]! * classes;
    for (let c = 0; c < classes; c += 1) into[c]! += votes[row + c]!;
  }
}
