import type { Samples } from './samples.js';

/** Bins of a feature, at most. */
export const BINS = 256;

/**
 * The values of samples as bins, feature after feature. A bin holds whole values: equal ones are in
 * one bin, and between the bins lie gaps, in which thresholds stand. So a forest that was grown on
 * bins sends its samples the same way by their values.
 */
export interface FeatureBins {
  /** `bins[f · samples + i]`. */
  readonly bins: Uint8Array;
  /**
   * The threshold behind each bin but the last, `gaps[f · 256 + bin]`: the middle between the bin's
   * greatest value and the least of the next. So a feature has 255 thresholds at most.
   */
  readonly gaps: Float32Array;
  /** The least value of each bin, `starts[f · 256 + bin]`. */
  readonly starts: Float32Array;
}

/**
 * Sorts the values of each feature into up to 256 bins of about as many samples each; a feature of
 * no more distinct values than that has a bin for each. Bins end where values lie far apart: a
 * threshold inside a wide gap, as between two classes, tells values that were not painted best.
 */
export function binFeatures({ values, labels: { length: n }, features }: Samples): FeatureBins {
  const bins = new Uint8Array(features * n);
  const gaps = new Float32Array(features * BINS);
  const starts = new Float32Array(features * BINS);
  const least = new Float32Array(BINS);
  const greatest = new Float32Array(BINS);
  const column = new Float32Array(n);
  const sorted = new Float32Array(n);
  for (let f = 0; f < features; f += 1) {
    for (let i = 0; i < n; i += 1) column[i] = values[i * features + f]!;
    sorted.set(column);
    sorted.sort();
    const used = cut(sorted, least, greatest);
    for (let i = 0; i < n; i += 1) bins[f * n + i] = binOf(column[i]!, least, used);
    starts.set(least.subarray(0, used), f * BINS);
    for (let bin = 0; bin + 1 < used; bin += 1)
      gaps[f * BINS + bin] = between(greatest[bin]!, least[bin + 1]!);
  }
  return { bins, gaps, starts };
}

/** Cuts sorted values into bins; returns how many. */
function cut(sorted: Float32Array, least: Float32Array, greatest: Float32Array): number {
  const n = sorted.length;
  const ends: number[] = [];
  for (let i = 1; i < n; i += 1) if (sorted[i] !== sorted[i - 1]) ends.push(i);
  let bin = 0;
  let start = 0;
  least[0] = sorted[0]!;
  for (let next = 0; next < ends.length && bin + 1 < BINS; next += 1) {
    // Where each value that is left can have a bin of its own, it has.
    if (ends.length - next >= BINS - bin)
      next = widestEnd(sorted, ends, next, start, (n - start) / (BINS - bin));
    start = ends[next]!;
    greatest[bin] = sorted[start - 1]!;
    bin += 1;
    least[bin] = sorted[start]!;
  }
  greatest[bin] = sorted[n - 1]!;
  return bin + 1;
}

/**
 * Of the ends within half a bin of a whole one, that of the widest gap, of equal gaps the nearest
 * to a whole bin; where there is none, the next end.
 */
function widestEnd(
  sorted: Float32Array,
  ends: readonly number[],
  from: number,
  start: number,
  samples: number,
): number {
  const gapAt = (k: number): number => sorted[ends[k]!]! - sorted[ends[k]! - 1]!;
  const offAt = (k: number): number => Math.abs(ends[k]! - start - samples);
  let widest = from;
  while (widest + 1 < ends.length && ends[widest]! - start < samples / 2) widest += 1;
  for (let k = widest + 1; k < ends.length && offAt(k) <= samples / 2; k += 1) {
    const wider = gapAt(k) - gapAt(widest);
    if (wider > 0 || (wider === 0 && offAt(k) < offAt(widest))) widest = k;
  }
  return widest;
}

/** The last bin that starts at or below a value. */
function binOf(value: number, least: Float32Array, used: number): number {
  let low = 0;
  let high = used - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (least[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

const rounded = new Float32Array(1);

/** A float that is at least `below` and less than `above`: their middle, as far as floats go. */
function between(below: number, above: number): number {
  rounded[0] = below + (above - below) / 2;
  return rounded[0] < above ? rounded[0] : below;
}
