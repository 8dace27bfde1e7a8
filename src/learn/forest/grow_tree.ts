import { LEAF, votesOf, type Tree } from './forest_data.js';
import { BINS, type FeatureBins } from './feature_bins.js';
import type { Samples } from './samples.js';

/** How trees grow. */
export interface Growth {
  /** Levels below the root, at most. */
  readonly depth: number;
  /** Features that are tried at a node. */
  readonly tried: number;
}

/** Places between two values that a cut is drawn from. */
const PLACES = 2 ** 24;

/** The best split of a node so far. */
interface Split {
  score: number;
  feature: number;
  /** The last bin that goes left. */
  bin: number;
}

/**
 * Grows decision trees on binned samples, level by level. For a node some features are drawn, and
 * in each a cut at random between the least and the greatest value there. Of these the cut is taken
 * after which the Gini impurity is least (Geurts et al. 2006,
 * https://doi.org/10.1007/s10994-006-6226-1). Trees of random cuts are less alike than those of the
 * best ones, so that their mean errs less and is surer of what it says. Sums are whole numbers, and
 * of equal splits the first that was met is taken. All memory is taken once, for all trees.
 */
export class TreeGrower {
  /** Decrease of impurity by each feature, of the trees so far, each summing to 1. */
  readonly importance: Float64Array;
  readonly #samples: Samples;
  readonly #binned: FeatureBins;
  readonly #growth: Growth;
  readonly #draw: (below: number) => number;
  /** Samples in the order of their nodes, with the weight of each, and its class. */
  readonly #order: Uint32Array;
  readonly #weights: Uint32Array;
  readonly #labels: Uint8Array;
  /** Nodes: their samples from `start` to `end`, and the weights of their classes. */
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #levels: Uint8Array;
  readonly #counts: Uint32Array;
  readonly #features: Uint8Array;
  readonly #thresholds: Float32Array;
  readonly #children: Uint32Array;
  readonly #votes: Uint8Array;
  /** The bins of a node's samples in a feature. */
  readonly #met: Uint8Array;
  /** The bins of the least and of the greatest value among them. */
  #least = 0;
  #greatest = 0;
  /** Weights of the classes left of a cut, and of the best. */
  readonly #left: Uint32Array;
  readonly #bestLeft: Uint32Array;
  readonly #choice: Uint8Array;
  readonly #decrease: Float64Array;

  constructor(
    samples: Samples,
    binned: FeatureBins,
    growth: Growth,
    draw: (below: number) => number,
  ) {
    const { labels, classes, features } = samples;
    const nodes = Math.min(2 * labels.length - 1, 2 ** (growth.depth + 1) - 1);
    this.#samples = samples;
    this.#binned = binned;
    this.#growth = growth;
    this.#draw = draw;
    this.#order = new Uint32Array(labels.length);
    this.#weights = new Uint32Array(labels.length);
    this.#labels = new Uint8Array(labels.length);
    this.#starts = new Uint32Array(nodes);
    this.#ends = new Uint32Array(nodes);
    this.#levels = new Uint8Array(nodes);
    this.#counts = new Uint32Array(nodes * classes);
    this.#features = new Uint8Array(nodes);
    this.#thresholds = new Float32Array(nodes);
    this.#children = new Uint32Array(nodes);
    this.#votes = new Uint8Array(((nodes + 1) >> 1) * classes);
    this.#met = new Uint8Array(labels.length);
    this.#left = new Uint32Array(classes);
    this.#bestLeft = new Uint32Array(classes);
    this.#choice = Uint8Array.from({ length: features }, (_, f) => f);
    this.#decrease = new Float64Array(features);
    this.importance = new Float64Array(features);
  }

  /** Grows a tree on samples of whole weights; those of 0 take no part. */
  grow(given: Uint32Array): Tree {
    this.#plant(given);
    this.#decrease.fill(0);
    let [nodes, leaves] = [1, 0];
    const split: Split = { score: 0, feature: 0, bin: 0 };
    for (let node = 0; node < nodes; node += 1)
      if (this.#findSplit(node, split)) {
        this.#divide(node, split, nodes);
        nodes += 2;
      } else {
        this.#close(node, leaves);
        leaves += 1;
      }
    this.#countImportance();
    return {
      features: this.#features.slice(0, nodes),
      thresholds: this.#thresholds.slice(0, nodes),
      children: this.#children.slice(0, nodes),
      votes: this.#votes.slice(0, leaves * this.#samples.classes),
    };
  }

  /** Puts the samples into the root. */
  #plant(given: Uint32Array): void {
    const { labels, classes } = this.#samples;
    this.#counts.fill(0, 0, classes);
    let n = 0;
    for (let i = 0; i < labels.length; i += 1) {
      const weight = given[i]!;
      if (weight === 0) continue;
      this.#order[n] = i;
      this.#weights[n] = weight;
      this.#labels[n] = labels[i]!;
      this.#counts[labels[i]!]! += weight;
      n += 1;
    }
    this.#starts[0] = 0;
    this.#ends[0] = n;
    this.#levels[0] = 0;
  }

  /** The best split of a node; false where it is to be a leaf. */
  #findSplit(node: number, split: Split): boolean {
    if (this.#levels[node]! >= this.#growth.depth || this.#isPure(node)) return false;
    split.score = -1;
    const choice = this.#choice;
    for (let k = 0; k < choice.length; k += 1) {
      // Beyond those to be tried, only until one of them has more than one value here.
      if (k >= this.#growth.tried && split.score >= 0) break;
      const other = k + this.#draw(choice.length - k);
      const feature = choice[other]!;
      choice[other] = choice[k]!;
      choice[k] = feature;
      this.#meet(node, feature);
      if (this.#least < this.#greatest) this.#tryCut(node, feature, this.#drawCut(feature), split);
    }
    return split.score >= 0;
  }

  #isPure(node: number): boolean {
    const { classes } = this.#samples;
    let present = 0;
    for (let c = 0; c < classes; c += 1) if (this.#counts[node * classes + c]! > 0) present += 1;
    return present < 2;
  }

  /** Gathers the bins of a node's samples in a feature. */
  #meet(node: number, feature: number): void {
    const { bins } = this.#binned;
    const offset = feature * this.#samples.labels.length;
    const [order, met] = [this.#order, this.#met];
    const [start, end] = [this.#starts[node]!, this.#ends[node]!];
    let [least, greatest] = [BINS - 1, 0];
    for (let j = start; j < end; j += 1) {
      const bin = bins[offset + order[j]!]!;
      met[j] = bin;
      if (bin < least) least = bin;
      if (bin > greatest) greatest = bin;
    }
    this.#least = least;
    this.#greatest = greatest;
  }

  /**
   * Draws a cut between the bins that were met, as the last bin below it: a value between the least
   * of the first bin and that of the last, all as probable, is cut behind the bin that it is in, or
   * that lies before the gap that it is in. So wide gaps are cut often, in their middle.
   */
  #drawCut(feature: number): number {
    const { starts } = this.#binned;
    let low = feature * BINS + this.#least;
    let high = feature * BINS + this.#greatest;
    const place = this.#draw(PLACES) / PLACES;
    const value = starts[low]! + (starts[high]! - starts[low]!) * place;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= value) low = middle;
      else high = middle;
    }
    return low - feature * BINS;
  }

  /** Keeps a cut that is better than the best so far. */
  #tryCut(node: number, feature: number, bin: number, split: Split): void {
    const { classes } = this.#samples;
    const [met, weights, labels, left] = [this.#met, this.#weights, this.#labels, this.#left];
    left.fill(0);
    const end = this.#ends[node]!;
    // Without a branch: whether a sample lies below a random cut cannot be foretold.
    for (let j = this.#starts[node]!; j < end; j += 1)
      left[labels[j]!]! += weights[j]! & -Number(met[j]! <= bin);
    let [below, above, squaresBelow, squaresAbove] = [0, 0, 0, 0];
    for (let c = 0; c < classes; c += 1) {
      const l = left[c]!;
      const r = this.#counts[node * classes + c]! - l;
      below += l;
      above += r;
      squaresBelow += l * l;
      squaresAbove += r * r;
    }
    // The larger, the less the impurity of both sides together.
    const score = squaresBelow / below + squaresAbove / above;
    if (score <= split.score) return;
    split.score = score;
    split.feature = feature;
    split.bin = bin;
    this.#bestLeft.set(left);
  }

  /** Makes two children, the first at `child`. */
  #divide(node: number, { score, feature, bin }: Split, child: number): void {
    const { classes, labels: all } = this.#samples;
    const { bins, gaps } = this.#binned;
    const offset = feature * all.length;
    const [order, weights, labels] = [this.#order, this.#weights, this.#labels];
    const [start, end] = [this.#starts[node]!, this.#ends[node]!];
    let low = start;
    let high = end - 1;
    for (;;) {
      while (low <= high && bins[offset + order[low]!]! <= bin) low += 1;
      while (low <= high && bins[offset + order[high]!]! > bin) high -= 1;
      if (low > high) break;
      swap(order, low, high);
      swap(weights, low, high);
      swap(labels, low, high);
    }
    this.#features[node] = feature;
    this.#thresholds[node] = gaps[feature * BINS + bin]!;
    this.#children[node] = child;
    this.#starts[child] = start;
    this.#ends[child] = low;
    this.#starts[child + 1] = low;
    this.#ends[child + 1] = end;
    this.#levels[child] = this.#levels[child + 1] = this.#levels[node]! + 1;
    let [squares, total] = [0, 0];
    for (let c = 0; c < classes; c += 1) {
      const count = this.#counts[node * classes + c]!;
      this.#counts[child * classes + c] = this.#bestLeft[c]!;
      this.#counts[(child + 1) * classes + c] = count - this.#bestLeft[c]!;
      squares += count * count;
      total += count;
    }
    this.#decrease[feature]! += score - squares / total;
  }

  /** Makes a leaf. */
  #close(node: number, leaf: number): void {
    const { classes } = this.#samples;
    this.#features[node] = LEAF;
    this.#thresholds[node] = 0;
    this.#children[node] = leaf;
    votesOf(
      this.#counts.subarray(node * classes, (node + 1) * classes),
      this.#votes.subarray(leaf * classes, (leaf + 1) * classes),
    );
  }

  #countImportance(): void {
    const sum = this.#decrease.reduce((a, b) => a + b, 0);
    if (sum > 0) this.#decrease.forEach((value, f) => (this.importance[f]! += value / sum));
  }
}

function swap(array: Uint32Array | Uint8Array, a: number, b: number): void {
  const kept = array[a]!;
  array[a] = array[b]!;
  array[b] = kept;
}
