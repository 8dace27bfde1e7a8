import type { NumberedStrokes } from './samples.js';

/** Draws the samples that a tree grows on. */
export class StrokeBootstrap {
  /** How often each sample was drawn for the current tree. */
  readonly weights: Uint32Array;
  /** Whether each stroke takes part in the current tree. */
  readonly inBag: Uint8Array;
  readonly #draw: (below: number) => number;
  /** The samples, stroke after stroke, and where each stroke starts among them. */
  readonly #samples: Uint32Array;
  readonly #starts: Uint32Array;
  /** The first stroke of each class, and the end. */
  readonly #classStarts: number[];
  /** Samples that strokes which were drawn hold up to each, of the class at hand. */
  readonly #reach: Uint32Array;
  readonly #drawn: Uint32Array;
  readonly #perClass: number;

  /** @param draw - gives whole numbers below a bound */
  constructor({ of, classOf }: NumberedStrokes, draw: (below: number) => number) {
    const strokes = classOf.length;
    this.#draw = draw;
    this.weights = new Uint32Array(of.length);
    this.inBag = new Uint8Array(strokes);
    this.#starts = new Uint32Array(strokes + 1);
    for (const stroke of of) this.#starts[stroke + 1]! += 1;
    for (let s = 0; s < strokes; s += 1) this.#starts[s + 1]! += this.#starts[s]!;
    const next = this.#starts.slice();
    this.#samples = new Uint32Array(of.length);
    for (let i = 0; i < of.length; i += 1) this.#samples[next[of[i]!]!++] = i;
    this.#classStarts = [0];
    for (let s = 1; s <= strokes; s += 1)
      if (classOf[s] !== classOf[s - 1]) this.#classStarts.push(s);
    const classes = this.#classStarts.length - 1;
    this.#perClass = Math.ceil(of.length / classes);
    this.#drawn = new Uint32Array(strokes);
    this.#reach = new Uint32Array(strokes);
  }

  /**
   * Draws for the next tree: of each class as many strokes as it has, with replacement, and of the
   * samples of those, each as often as its stroke was drawn, as many as there are samples for each
   * class, with replacement. So every class weighs the same, and what is left out of a tree is left
   * out by whole strokes.
   */
  next(): void {
    this.weights.fill(0);
    this.inBag.fill(0);
    for (let c = 0; c + 1 < this.#classStarts.length; c += 1)
      this.#drawClass(this.#classStarts[c]!, this.#classStarts[c + 1]!);
  }

  #drawClass(first: number, end: number): void {
    const count = end - first;
    let held = 0;
    for (let d = 0; d < count; d += 1) {
      const stroke = first + this.#draw(count);
      this.inBag[stroke] = 1;
      this.#drawn[d] = stroke;
      held += this.#starts[stroke + 1]! - this.#starts[stroke]!;
      this.#reach[d] = held;
    }
    for (let k = 0; k < this.#perClass; k += 1) {
      const at = this.#draw(held);
      let low = 0;
      let high = count - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.#reach[middle]! > at) high = middle;
        else low = middle + 1;
      }
      const stroke = this.#drawn[low]!;
      // Counted from the end of the stroke.
      this.weights[this.#samples[this.#starts[stroke + 1]! - (this.#reach[low]! - at)]!]! += 1;
    }
  }
}
