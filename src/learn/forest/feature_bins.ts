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
}

/**
 * Sorts the values of each feature into up to 256 bins of about as many samples each; a feature of
 * no more distinct values than that has a bin for each.
 */
export function binFeatures({ values, labels: { length: n }, features }: Samples): FeatureBins {
  const bins = new Uint8Array(features * n);
  const gaps = new Float32Array(features * BINS);
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
    for (let bin = 0; bin + 1 < used; bin += 1)
      gaps[f * BINS + bin] = between(greatest[bin]!, least[bin + 1]!);
  }
  return { bins, gaps };
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
function between(below: number, above: number): number {
  rounded[0] = below + (above - below) / 2;
  return rounded[0] < above ? rounded[0] : below;
}

/** Of the gaps behind `bin` and before `next`, the one that is nearest to the middle of them. */
export function middleGap(gaps: Float32Array, feature: number, bin: number, next: number): number {
  const first = feature * BINS + bin;
  const last = feature * BINS + next - 1;
  const middle = (gaps[first]! + gaps[last]!) / 2;
  let nearest = first;
  while (nearest < last && gaps[nearest + 1]! <= middle) nearest += 1;
  const isNearer = nearest < last && gaps[nearest + 1]! - middle < middle - gaps[nearest]!;
  return gaps[isNearer ? nearest + 1 : nearest]!;
}
