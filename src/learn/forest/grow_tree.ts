import { LEAF, votesOf, type Tree } from './forest_data.js';
import { BINS, middleGap, type FeatureBins } from './feature_bins.js';
import type { Samples } from './samples.js';

/** How trees grow. */
export interface Growth {
  /** Levels below the root, at most. */
  readonly depth: number;
  /** Features that are tried at a node. */
  readonly tried: number;
}

/** The best split of a node so far. */
interface Split {
  score: number;
  feature: number;
  /** The last bin that goes left. */
  bin: number;
  threshold: number;
}

/**
 * Grows decision trees on binned samples, level by level. A node is split where the Gini impurity
 * decreases most (Breiman et al. 1984), among the gaps between the bins of some features that are
 * drawn for it. Sums are whole numbers, and of equal splits the first that was met is taken. All
 * memory is taken once, for all trees.
 */
export class TreeGrower {
  /** Decrease of impurity by each feature, of the trees so far, each summing to 1. */
  readonly importance: Float64Array;
  readonly #samples: Samples;
  readonly #binned: FeatureBins;
  readonly #growth: Growth;
  readonly #draw: (below: number) => number;
  /** Samples in the order of their nodes, with how often each was drawn, and its class. */
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
  /** Weights of the classes in each bin of a feature; zero between uses. */
  readonly #histogram: Uint32Array;
  /** A bit for each bin that holds something; zero between uses. */
  readonly #filled = new Uint32Array(BINS / 32);
  /** Weights of the classes left of a gap, and of the best. */
  readonly #left: Uint32Array;
  readonly #bestLeft: Uint32Array;
  readonly #choice: Uint8Array;
  readonly #decrease: Float64Array;
  /** log₂ of the words of a bin. */
  readonly #shift: number;

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
    this.#shift = 32 - Math.clz32(classes - 1);
    this.#histogram = new Uint32Array(BINS << this.#shift);
    this.#left = new Uint32Array(classes);
    this.#bestLeft = new Uint32Array(classes);
    this.#choice = Uint8Array.from({ length: features }, (_, f) => f);
    this.#decrease = new Float64Array(features);
    this.importance = new Float64Array(features);
  }

  /** Grows a tree on samples that were drawn so often each. */
  grow(drawn: Uint32Array): Tree {
    this.#plant(drawn);
    this.#decrease.fill(0);
    let [nodes, leaves] = [1, 0];
    const split: Split = { score: 0, feature: 0, bin: 0, threshold: 0 };
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

  /** Puts the samples that were drawn into the root. */
  #plant(drawn: Uint32Array): void {
    const { labels, classes } = this.#samples;
    this.#counts.fill(0, 0, classes);
    let n = 0;
    for (let i = 0; i < labels.length; i += 1) {
      const weight = drawn[i]!;
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
      this.#count(node, feature);
      this.#scan(node, feature, split);
    }
    return split.score >= 0;
  }

  #isPure(node: number): boolean {
    const { classes } = this.#samples;
    let present = 0;
    for (let c = 0; c < classes; c += 1) if (this.#counts[node * classes + c]! > 0) present += 1;
    return present < 2;
  }

  /** Fills the histogram of a feature over a node's samples. */
  #count(node: number, feature: number): void {
    const { bins } = this.#binned;
    const offset = feature * this.#samples.labels.length;
    const [order, weights, labels] = [this.#order, this.#weights, this.#labels];
    const [histogram, filled, shift] = [this.#histogram, this.#filled, this.#shift];
    const end = this.#ends[node]!;
    for (let j = this.#starts[node]!; j < end; j += 1) {
      const bin = bins[offset + order[j]!]!;
      histogram[(bin << shift) + labels[j]!]! += weights[j]!;
      filled[bin >> 5]! |= 1 << (bin & 31);
    }
  }

  /** Tries every gap between filled bins, and empties the histogram on its way. */
  #scan(node: number, feature: number, split: Split): void {
    const { classes } = this.#samples;
    const [histogram, filled, counts, left] = [
      this.#histogram,
      this.#filled,
      this.#counts,
      this.#left,
    ];
    const first = node * classes;
    let total = 0;
    for (let c = 0; c < classes; c += 1) total += counts[first + c]!;
    left.fill(0);
    let sum = 0;
    let before = -1;
    let [best, bestBin, bestNext] = [split.score, -1, -1];
    for (let word = 0; word < filled.length; word += 1) {
      let bits = filled[word]!;
      filled[word] = 0;
      while (bits !== 0) {
        const bit = 31 - Math.clz32(bits & -bits);
        bits &= bits - 1;
        const bin = (word << 5) + bit;
        if (before >= 0) {
          let [squares, rest] = [0, 0];
          for (let c = 0; c < classes; c += 1) {
            const l = left[c]!;
            const r = counts[first + c]! - l;
            squares += l * l;
            rest += r * r;
          }
          // The larger, the less the impurity of both sides together.
          const score = squares / sum + rest / (total - sum);
          if (score > best) {
            [best, bestBin, bestNext] = [score, before, bin];
            this.#bestLeft.set(left);
          }
        }
        const at = bin << this.#shift;
        for (let c = 0; c < classes; c += 1) {
          const weight = histogram[at + c]!;
          histogram[at + c] = 0;
          left[c]! += weight;
          sum += weight;
        }
        before = bin;
      }
    }
    if (bestBin < 0) return;
    split.score = best;
    split.feature = feature;
    split.bin = bestBin;
    split.threshold = middleGap(this.#binned.gaps, feature, bestBin, bestNext);
  }

  /** Makes two children, the first at `child`. */
  #divide(node: number, { score, feature, bin, threshold }: Split, child: number): void {
    const { classes, labels: all } = this.#samples;
    const { bins } = this.#binned;
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
    this.#thresholds[node] = threshold;
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
