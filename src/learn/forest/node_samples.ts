import { BINS } from './feature_bins.js';

/** Bins of a node in a feature, and what lies below a cut. */
export interface NodeBins {
  /** Looks at a node's samples in a feature: the first and the last bin that has any. */
  meet(node: number, feature: number): readonly [least: number, greatest: number];
  /** Puts into `left` what the samples of each class up to a bin weigh, of those last met. */
  weigh(left: Uint32Array, bin: number): void;
}

/** The samples of a tree's nodes, which lie class by class, and there node by node. */
export class NodeSamples implements NodeBins {
  readonly #bins: Uint8Array;
  readonly #classes: number;
  readonly #order: Int32Array;
  readonly #weights: Int32Array;
  /** For each class of a node, where its samples start and end. */
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  /** The bins of a node's samples in a feature. */
  readonly #met: Uint8Array;
  #node = 0;

  constructor(bins: Uint8Array, samples: number, classes: number, nodes: number) {
    this.#bins = bins;
    this.#classes = classes;
    this.#order = new Int32Array(samples);
    this.#weights = new Int32Array(samples);
    this.#starts = new Uint32Array(nodes * classes);
    this.#ends = new Uint32Array(nodes * classes);
    this.#met = new Uint8Array(samples);
  }

  /** Puts samples of given weights into the root; those of 0 take no part. */
  plant(labels: Uint8Array, given: Uint32Array): void {
    const [starts, ends] = [this.#starts, this.#ends];
    const sizes = new Uint32Array(this.#classes);
    labels.forEach((label, i) => {
      if (given[i]! > 0) sizes[label]! += 1;
    });
    let next = 0;
    for (let c = 0; c < this.#classes; c += 1) {
      starts[c] = ends[c] = next;
      next += sizes[c]!;
    }
    labels.forEach((label, i) => {
      const weight = given[i]!;
      if (weight === 0) return;
      const at = ends[label]!;
      this.#order[at] = i;
      this.#weights[at] = weight;
      ends[label] = at + 1;
    });
  }

  /** How many samples a node has. */
  size(node: number): number {
    let size = 0;
    for (let part = node * this.#classes; part < (node + 1) * this.#classes; part += 1)
      size += this.#ends[part]! - this.#starts[part]!;
    return size;
  }

  meet(node: number, feature: number): readonly [least: number, greatest: number] {
    const [bins, order, met] = [this.#bins, this.#order, this.#met];
    const offset = feature * order.length;
    let [least, greatest] = [BINS - 1, 0];
    for (let part = node * this.#classes; part < (node + 1) * this.#classes; part += 1) {
      const end = this.#ends[part]!;
      for (let j = this.#starts[part]!; j < end; j += 1) {
        const bin = bins[offset + order[j]!]!;
        met[j] = bin;
        if (bin < least) least = bin;
        if (bin > greatest) greatest = bin;
      }
    }
    this.#node = node;
    return [least, greatest];
  }

  weigh(left: Uint32Array, bin: number): void {
    const [met, weights] = [this.#met, this.#weights];
    for (let c = 0; c < this.#classes; c += 1) {
      const part = this.#node * this.#classes + c;
      const end = this.#ends[part]!;
      let sum = 0;
      // Without a branch: whether a sample lies below a random cut cannot be foretold.
      for (let j = this.#starts[part]!; j < end; j += 1)
        sum += weights[j]! & -Number(met[j]! <= bin);
      left[c] = sum;
    }
  }

  /** Adds what a node's samples weigh, at `(feature · 256 + bin) · classes + class`. */
  count(node: number, into: Uint32Array): void {
    const [bins, order, weights, classes] = [this.#bins, this.#order, this.#weights, this.#classes];
    for (let feature = 0; feature * BINS * classes < into.length; feature += 1) {
      const offset = feature * order.length;
      for (let c = 0; c < classes; c += 1) {
        const end = this.#ends[node * classes + c]!;
        const first = feature * BINS * classes + c;
        for (let j = this.#starts[node * classes + c]!; j < end; j += 1)
          into[first + bins[offset + order[j]!]! * classes]! += weights[j]!;
      }
    }
  }

  /** Divides a node's samples: those up to a bin go to `child`, the others to the next node. */
  divide(node: number, child: number, feature: number, bin: number): void {
    const offset = feature * this.#order.length;
    const [starts, ends, classes] = [this.#starts, this.#ends, this.#classes];
    for (let c = 0; c < classes; c += 1) {
      const [start, end] = [starts[node * classes + c]!, ends[node * classes + c]!];
      const middle = this.#part(start, end, offset, bin);
      starts[child * classes + c] = start;
      ends[child * classes + c] = middle;
      starts[(child + 1) * classes + c] = middle;
      ends[(child + 1) * classes + c] = end;
    }
  }

  /** Puts samples up to a bin before the others; returns where these start. */
  #part(start: number, end: number, offset: number, bin: number): number {
    const [bins, order, weights] = [this.#bins, this.#order, this.#weights];
    let low = start;
    let high = end - 1;
    for (;;) {
      while (low <= high && bins[offset + order[low]!]! <= bin) low += 1;
      while (low <= high && bins[offset + order[high]!]! > bin) high -= 1;
      if (low > high) return low;
      swap(order, low, high);
      swap(weights, low, high);
    }
  }
}

function swap(array: Int32Array, a: number, b: number): void {
  const kept = array[a]!;
  array[a] = array[b]!;
  array[b] = kept;
}
