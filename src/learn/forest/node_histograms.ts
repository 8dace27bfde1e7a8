import { BINS } from './feature_bins.js';
import type { NodeBins, NodeSamples } from './node_samples.js';

/**
 * What the samples of large nodes weigh, by feature, bin and class, so that a cut is tried without
 * a look at the samples. Of two children only the smaller one is counted: what is left of their
 * parent's weights are the other's (Ke et al. 2017, LightGBM). What the root weighs is counted once
 * for all trees.
 */
export class NodeHistograms implements NodeBins {
  readonly #samples: NodeSamples;
  readonly #classes: number;
  readonly #length: number;
  /** Nodes of fewer samples are not counted: those are seen through as soon as all bins. */
  readonly #least: number;
  readonly #of = new Map<number, Uint32Array>();
  /** Memory that is used again. */
  readonly #free: Uint32Array[] = [];
  #root: { readonly given: Uint32Array; readonly weights: Uint32Array } | undefined;
  /** The bins of a node in a feature. */
  #met = new Uint32Array();

  constructor(samples: NodeSamples, count: number, features: number, classes: number) {
    this.#samples = samples;
    this.#classes = classes;
    this.#length = features * BINS * classes;
    this.#least = Math.max(count / 16, BINS * classes);
  }

  has(node: number): boolean {
    return this.#of.has(node);
  }

  /** Begins a tree, whose samples are planted; weights that are the same array are the same. */
  plant(given: Uint32Array): void {
    for (const node of this.#of.keys()) this.drop(node);
    if (this.#samples.size(0) < this.#least) return;
    if (this.#root?.given !== given) this.#root = { given, weights: this.#count(0) };
    this.#of.set(0, this.#root.weights);
  }

  meet(node: number, feature: number): readonly [least: number, greatest: number] {
    const bins = BINS * this.#classes;
    const met = this.#of.get(node)!.subarray(feature * bins, (feature + 1) * bins);
    let [first, last] = [0, bins - 1];
    while (met[first] === 0) first += 1;
    while (met[last] === 0) last -= 1;
    this.#met = met as Uint32Array<ArrayBuffer>;
    return [Math.floor(first / this.#classes), Math.floor(last / this.#classes)];
  }

  weigh(left: Uint32Array, bin: number): void {
    const [met, classes] = [this.#met, this.#classes];
    left.fill(0);
    for (let at = 0; at < (bin + 1) * classes; at += classes)
      for (let c = 0; c < classes; c += 1) left[c]! += met[at + c]!;
  }

  /** Divides what a node weighs between its children, of which the first is `child`. */
  divide(node: number, child: number): void {
    const own = this.#of.get(node);
    if (own === undefined) return;
    const isFirst = this.#samples.size(child) < this.#samples.size(child + 1);
    const [small, large] = isFirst ? [child, child + 1] : [child + 1, child];
    if (this.#samples.size(large) >= this.#least) {
      const counted = this.#count(small);
      const rest = this.#free.pop() ?? new Uint32Array(this.#length);
      for (let i = 0; i < rest.length; i += 1) rest[i] = own[i]! - counted[i]!;
      this.#of.set(large, rest);
      this.#of.set(small, counted);
      if (this.#samples.size(small) < this.#least) this.drop(small);
    }
    this.drop(node);
  }

  /** Forgets what a node weighs. */
  drop(node: number): void {
    const own = this.#of.get(node);
    if (own !== undefined && own !== this.#root?.weights) this.#free.push(own);
    this.#of.delete(node);
  }

  #count(node: number): Uint32Array {
    const counted = this.#free.pop()?.fill(0) ?? new Uint32Array(this.#length);
    this.#samples.count(node, counted);
    return counted;
  }
}
