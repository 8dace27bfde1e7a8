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
  /** The least value in each bin, `least[f · 256 + bin]`. */
  readonly least: Float32Array;
  /** The greatest value in each bin. */
  readonly greatest: Float32Array;
}

/**
 * Sorts the values of each feature into up to 256 bins of about as many samples each; a feature of
 * no more distinct values than that has a bin for each.
 */
export function binFeatures({ values, labels: { length: n }, features }: Samples): FeatureBins {
  const bins = new Uint8Array(features * n);
  const least = new Float32Array(features * BINS);
  const greatest = new Float32Array(features * BINS);
  const column = new Float32Array(n);
  const sorted = new Float32Array(n);
  for (let f = 0; f < features; f += 1) {
    for (let i = 0; i < n; i += 1) column[i] = values[i * features + f]!;
    sorted.set(column);
    sorted.sort();
    const from = least.subarray(f * BINS, (f + 1) * BINS);
    const used = cut(sorted, from, greatest.subarray(f * BINS, (f + 1) * BINS));
    for (let i = 0; i < n; i += 1) bins[f * n + i] = binOf(column[i]!, from, used);
  }
  return { bins, least, greatest };
}

/** Cuts sorted values into bins; returns how many. */
function cut(sorted: Float32Array, least: Float32Array, greatest: Float32Array): number {
  const n = sorted.length;
  let distinct = 1;
  for (let i = 1; i < n; i += 1) if (sorted[i] !== sorted[i - 1]) distinct += 1;
  let bin = 0;
  let start = 0;
  let runsLeft = distinct;
  least[0] = sorted[0]!;
  for (let i = 1; i < n; i += 1) {
    if (sorted[i] === sorted[i - 1]) continue;
    runsLeft -= 1;
    // A bin ends when it holds its part of what is left, or each other value can have its own.
    const full = (i - start) * (BINS - bin) >= n - start;
    if (bin + 1 < BINS && (full || runsLeft <= BINS - 1 - bin)) {
      greatest[bin] = sorted[i - 1]!;
      bin += 1;
      least[bin] = sorted[i]!;
      start = i;
    }
  }
  greatest[bin] = sorted[n - 1]!;
  return bin + 1;
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
export function thresholdBetween(below: number, above: number): number {
  rounded[0] = below + (above - below) / 2;
  return rounded[0] < above ? rounded[0] : below;
}
