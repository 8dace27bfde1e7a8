import { LEAF, votesOf, type Tree } from './forest_data.js';
import { BINS, type FeatureBins } from './feature_bins.js';
import { NodeHistograms } from './node_histograms.js';
import { NodeSamples } from './node_samples.js';
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
  readonly #nodes: NodeSamples;
  readonly #histograms: NodeHistograms;
  /** For each node, how deep it lies, and what its samples of each class weigh. */
  readonly #levels: Uint8Array;
  readonly #counts: Uint32Array;
  readonly #features: Uint8Array;
  readonly #thresholds: Float32Array;
  readonly #children: Uint32Array;
  readonly #votes: Uint8Array;
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
    this.#nodes = new NodeSamples(binned.bins, labels.length, classes, nodes);
    this.#histograms = new NodeHistograms(this.#nodes, labels.length, features, classes);
    this.#levels = new Uint8Array(nodes);
    this.#counts = new Uint32Array(nodes * classes);
    this.#features = new Uint8Array(nodes);
    this.#thresholds = new Float32Array(nodes);
    this.#children = new Uint32Array(nodes);
    this.#votes = new Uint8Array(((nodes + 1) >> 1) * classes);
    this.#left = new Uint32Array(classes);
    this.#bestLeft = new Uint32Array(classes);
    this.#choice = Uint8Array.from({ length: features }, (_, f) => f);
    this.#decrease = new Float64Array(features);
    this.importance = new Float64Array(features);
  }

  /** Grows a tree on samples of whole weights, which do not change; those of 0 take no part. */
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
    labels.forEach((label, i) => (this.#counts[label]! += given[i]!));
    this.#levels[0] = 0;
    this.#nodes.plant(labels, given);
    this.#histograms.plant(given);
  }

  /** The best split of a node; false where it is to be a leaf. */
  #findSplit(node: number, split: Split): boolean {
    if (this.#levels[node]! >= this.#growth.depth || this.#isPure(node)) return false;
    split.score = -1;
    const bins = this.#histograms.has(node) ? this.#histograms : this.#nodes;
    const choice = this.#choice;
    for (let k = 0; k < choice.length; k += 1) {
      // Beyond those to be tried, only until one of them has more than one value here.
      if (k >= this.#growth.tried && split.score >= 0) break;
      const other = k + this.#draw(choice.length - k);
      const feature = choice[other]!;
      choice[other] = choice[k]!;
      choice[k] = feature;
      const [least, greatest] = bins.meet(node, feature);
      if (least === greatest) continue;
      const bin = this.#drawCut(feature, least, greatest);
      bins.weigh(this.#left, bin);
      this.#tryCut(node, feature, bin, split);
    }
    return split.score >= 0;
  }

  #isPure(node: number): boolean {
    const { classes } = this.#samples;
    let present = 0;
    for (let c = 0; c < classes; c += 1) if (this.#counts[node * classes + c]! > 0) present += 1;
    return present < 2;
  }

  /**
   * Draws a cut between the bins that were met, as the last bin below it: a value between the least
   * of the first bin and that of the last, all as probable, is cut behind the bin that it is in, or
   * that lies before the gap that it is in. So wide gaps are cut often, in their middle.
   */
  #drawCut(feature: number, least: number, greatest: number): number {
    const { starts } = this.#binned;
    let low = feature * BINS + least;
    let high = feature * BINS + greatest;
    const place = this.#draw(PLACES) / PLACES;
    const value = starts[low]! + (starts[high]! - starts[low]!) * place;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= value) low = middle;
      else high = middle;
    }
    return low - feature * BINS;
  }

  /** Keeps a cut, whose left side is weighed, that is better than the best so far. */
  #tryCut(node: number, feature: number, bin: number, split: Split): void {
    const { classes } = this.#samples;
    const left = this.#left;
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
    const { classes } = this.#samples;
    this.#nodes.divide(node, child, feature, bin);
    this.#histograms.divide(node, child);
    this.#features[node] = feature;
    this.#thresholds[node] = this.#binned.gaps[feature * BINS + bin]!;
    this.#children[node] = child;
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
    this.#histograms.drop(node);
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
