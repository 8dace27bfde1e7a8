// Slice-to-slice intensity correction from histograms: medians of two classes and a running median.
import { otsuBin } from '../segmentation/otsu.js';
import { TERMS, type SliceCorrection } from './slice_correction.js';
import type { SLICE_MODELS } from './slice_levels.js';

/** The middle of an ascending list; NaN of an empty one. */
export function medianOf(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/**
 * The place, in bins, below which half of the counts of first … end − 1 lie; linear within a bin.
 */
function medianBin(counts: Uint32Array, first: number, end: number): number {
  let total = 0;
  for (let i = first; i < end; i += 1) total += counts[i]!;
  let below = 0;
  for (let i = first; i < end; i += 1) {
    if (2 * (below + counts[i]!) >= total) return i + (total / 2 - below) / counts[i]!;
    below += counts[i]!;
  }
  return NaN;
}

/**
 * Medians, in bins, of the two parts of a histogram; undefined where one of them is nearly empty.
 */
function partsOf(counts: Uint32Array): readonly [low: number, high: number] | undefined {
  const cut = otsuBin(counts);
  if (cut === undefined) return undefined;
  let below = 0;
  let total = 0;
  counts.forEach((n, i) => {
    total += n;
    if (i <= cut) below += n;
  });
  if (Math.min(below, total - below) < 0.01 * total) return undefined;
  return [medianBin(counts, 0, cut + 1), medianBin(counts, cut + 1, counts.length)];
}

/** Medians of a list around each of its places; the whole list with `window` null. */
function references(values: Float64Array, window: number | null): Float64Array {
  const known = (part: Float64Array): Float64Array => part.filter((v) => !Number.isNaN(v));
  if (window === null) return new Float64Array(values.length).fill(medianOf(known(values)));
  const reach = (window - 1) / 2;
  return values.map((_, k) => medianOf(known(values.slice(Math.max(0, k - reach), k + reach + 1))));
}

/**
 * The correction that gives slices equal levels, from their histograms of `bins` bins of `width`
 * from `start` on.
 */
export function fitSliceLevels(
  counts: Uint32Array,
  bins: number,
  { start, width }: { readonly start: number; readonly width: number },
  correct: (typeof SLICE_MODELS)[number],
  window: number | null,
): SliceCorrection {
  const slices = counts.length / bins;
  const low = new Float64Array(slices).fill(NaN);
  const high = new Float64Array(slices).fill(NaN);
  for (let k = 0; k < slices; k += 1) {
    const parts = partsOf(counts.subarray(k * bins, (k + 1) * bins));
    if (parts === undefined) continue;
    low[k] = start + width * parts[0];
    high[k] = start + width * parts[1];
  }
  const usual = medianOf(high.map((v, k) => v - low[k]!).filter((v) => !Number.isNaN(v)));
  for (let k = 0; k < slices; k += 1) {
    const apart = high[k]! - low[k]!;
    if (apart < usual / 2 || apart > usual * 2) low[k] = high[k] = NaN;
  }
  const wantedLow = references(low, window);
  const wantedHigh = references(high, window);
  const terms = new Float64Array(TERMS * slices);
  const gains = new Float64Array(slices).fill(1);
  for (let k = 0; k < slices; k += 1) {
    const [l, h] = [low[k]!, high[k]!];
    if (Number.isNaN(l)) continue;
    const [toLow, toHigh] = [wantedLow[k]!, wantedHigh[k]!];
    if (correct === 'offset') terms[TERMS * k] = (l + h - toLow - toHigh) / 2;
    else if (correct === 'gain') gains[k] = l + h === 0 ? 1 : (toLow + toHigh) / (l + h);
    else {
      gains[k] = (toHigh - toLow) / (h - l);
      // (v − offset) · gain takes both parts where they are wanted.
      terms[TERMS * k] = l - toLow / gains[k]!;
    }
  }
  return { terms, gains, factor: false };
}
