// Peaks of a phase correlation.
import { topOffset } from './drift_solution.js';

/**
 * Words that are stored per slice: shift x, y (i32), value, 0, values at x − 1, x + 1, y − 1,
 * y + 1.
 */
export const PEAK_ROW = 8;

/** Peaks as they were read. */
export class Peaks {
  readonly #words: DataView;

  constructor(words: ArrayBuffer) {
    this.#words = new DataView(words);
  }

  #value(slice: number, word: number): number {
    return this.#words.getFloat32(4 * (PEAK_ROW * slice + word), true);
  }

  height(slice: number): number {
    return this.#value(slice, 2);
  }

  shift(slice: number): readonly [x: number, y: number] {
    const at = 4 * PEAK_ROW * slice;
    const top = this.height(slice);
    return [
      this.#words.getInt32(at, true) + topOffset(this.#value(slice, 4), top, this.#value(slice, 5)),
      this.#words.getInt32(at + 4, true) +
        topOffset(this.#value(slice, 6), top, this.#value(slice, 7)),
    ];
  }
}
