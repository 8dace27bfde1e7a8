// What a histogram says of thresholds: how many voxels lie on either side, and where they may lie.
// A threshold is the least value of its brighter side, as `lo` of the library's `threshold`.
import type { HistogramValue } from 'voxmetry';
import { floatAbove, floatBelow, floatFrom } from './single_precision.js';

/** A part of all voxels, 0 to 1, and its bounds, which are equal where it is exact. */
export interface Part {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The closed band of values of a phase, for `volume.threshold`; null where there is no bound. */
export interface PhaseBand {
  readonly lo: number | null;
  readonly hi: number | null;
}

/** A number of voxels, and its bounds. */
type Count = readonly [value: number, low: number, high: number];

/** Part of the grey values that the usual view leaves out at either end. */
const UNUSUAL = 5e-4;

/** A histogram as thresholds see it. Integers have one bin per value, f32 equal bins. */
export class GreyLevels {
  readonly histogram: HistogramValue;
  /** Whether every value has its bin. */
  readonly whole: boolean;
  /** Voxels that have a value: NaN is on no side. */
  readonly total: number;
  /** The distance of two places for a threshold. */
  readonly step: number;
  /** Voxels from each bin on; one more than bins, the last 0. */
  readonly #from: Float64Array;

  constructor(histogram: HistogramValue) {
    const { counts, total, below, above, edges, width } = histogram;
    this.histogram = histogram;
    this.whole = edges === null;
    this.total = total + below + above;
    this.step = width > 0 ? width : 1;
    this.#from = new Float64Array(counts.length + 1);
    for (let i = counts.length - 1; i >= 0; i -= 1) this.#from[i] = this.#from[i + 1]! + counts[i]!;
  }

  /** Where the range of values that is drawn begins: half a level below the least integer. */
  get start(): number {
    return this.whole ? this.histogram.min - 0.5 : this.histogram.min;
  }

  get end(): number {
    return this.whole ? this.histogram.max + 0.5 : this.histogram.max;
  }

  /** Where a threshold is drawn: between its value and the one below. */
  place(threshold: number): number {
    return this.whole ? threshold - 0.5 : threshold;
  }

  /** The threshold nearest to a place. */
  at(place: number): number {
    if (this.whole) return this.held(Math.round(place + 0.5));
    const { edges, min } = this.histogram;
    const last = edges!.length - 2;
    const bin = Math.max(0, Math.min(Math.round((place - min) / this.step), last));
    return floatFrom(edges![bin]!);
  }

  /** A threshold moved by some steps: of f32 from edge to edge. */
  moved(threshold: number, steps: number): number {
    return this.whole ? this.held(threshold + steps) : this.at(threshold + steps * this.step);
  }

  /** A threshold as the volume holds numbers, within its range. */
  held(threshold: number): number {
    const { min, max } = this.histogram;
    const held = this.whole ? Math.ceil(threshold) : Math.fround(threshold);
    return Math.max(min, Math.min(held, max));
  }

  /** The threshold for the foreground v > t that the library's methods give. */
  above(t: number): number {
    return this.held(this.whole ? Math.floor(t) + 1 : floatAbove(t));
  }

  /** The bands of the phases between rising thresholds. */
  bands(thresholds: readonly number[]): PhaseBand[] {
    const below = (t: number): number => (this.whole ? t - 1 : floatBelow(t));
    return [null, ...thresholds].map((lo, i) => {
      const next = thresholds[i];
      return { lo, hi: next === undefined ? null : below(next) };
    });
  }

  /** The part of the voxels of a phase, and that between thresholds which are off by `levels`. */
  part(thresholds: readonly number[], phase: number, levels: number): [Part, Part] {
    const lo = thresholds[phase - 1] ?? -Infinity;
    const hi = thresholds[phase] ?? Infinity;
    const [value, low, high] = difference(this.#countFrom(lo), this.#countFrom(hi));
    const least = difference(this.#countFrom(lo + levels), this.#countFrom(hi - levels))[0];
    const most = difference(this.#countFrom(lo - levels), this.#countFrom(hi + levels))[0];
    return [
      this.#part([value, low, high]),
      this.#part([value, Math.min(least, value), Math.max(most, value)]),
    ];
  }

  /** Grey levels that a threshold may well be off: 1 % of the usual range. */
  get usualDoubt(): number {
    const [from, to] = this.usualRange;
    const doubt = Math.max(1, Math.round((0.01 * (to - from)) / this.step)) * this.step;
    return this.whole ? doubt : Number(doubt.toPrecision(2));
  }

  /** The range of all values but the rare ones at the ends. */
  get usualRange(): [from: number, to: number] {
    const { counts } = this.histogram;
    if (counts.length === 0) return [0, 1];
    const rare = UNUSUAL * this.#from[0]!;
    let first = 0;
    while (this.#from[0]! - this.#from[first + 1]! < rare) first += 1;
    let end = counts.length;
    while (this.#from[end - 1]! < rare) end -= 1;
    return [this.start + first * this.step, this.start + Math.max(end, first + 1) * this.step];
  }

  #part([value, low, high]: Count): Part {
    const of = (count: number): number => (this.total === 0 ? NaN : count / this.total);
    return { value: of(value), low: of(low), high: of(high) };
  }

  /** Voxels of at least a value. Within a bin of f32 they are taken as spread evenly. */
  #countFrom(value: number): Count {
    const { counts, edges, min, max, above, below } = this.histogram;
    const exact = (count: number): Count => [count, count, count];
    if (value === -Infinity) return exact(this.total);
    if (value === Infinity) return exact(0);
    if (value <= min) return exact(this.total - below);
    if (value > max) return exact(above);
    if (this.whole) return exact(above + this.#from[Math.ceil(value) - min]!);
    let bin = Math.max(0, Math.min(Math.floor((value - min) / this.step), counts.length - 1));
    while (bin > 0 && value < edges![bin]!) bin -= 1;
    while (bin < counts.length - 1 && value >= edges![bin + 1]!) bin += 1;
    if (floatFrom(edges![bin]!) === floatFrom(value)) return exact(above + this.#from[bin]!);
    const rest = (edges![bin + 1]! - value) / (edges![bin + 1]! - edges![bin]!);
    const [low, high] = [above + this.#from[bin + 1]!, above + this.#from[bin]!];
    return [low + rest * counts[bin]!, low, high];
  }
}

function difference(from: Count, to: Count): Count {
  return [Math.max(0, from[0] - to[0]), Math.max(0, from[1] - to[2]), Math.max(0, from[2] - to[1])];
}
