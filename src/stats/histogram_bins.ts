// Bin edges of histograms, and their order-preserving keys.
import { keyBand, keyToValue, valueToKey } from '../recipe/keys.js';
import { DTYPES, type Dtype } from '../recipe/dtype.js';

/**
 * Edges of equal bins over min … max, bins + 1 of them, as NumPy's `linspace` makes them in f64.
 */
export function binEdges(min: number, max: number, bins: number): Float64Array<ArrayBuffer> {
  const edges = new Float64Array(bins + 1);
  const step = (max - min) / bins;
  for (let i = 0; i < bins; i += 1) edges[i] = i * step + min;
  edges[bins] = max;
  return edges;
}

/**
 * Keys that decide the bin of an f32: `keys[i]` is the least key of bin i, `keys[bins]` the first
 * above the last bin, which holds `max` itself. So bin i has exactly the f32 values with edge i ≤ v
 * < edge i + 1, compared as real numbers.
 */
export function edgeKeys(edges: Float64Array): Uint32Array<ArrayBuffer> {
  const bins = edges.length - 1;
  const keys = new Uint32Array(bins + 1);
  for (let i = 0; i < bins; i += 1) keys[i] = keyBand(edges[i]!, Infinity, 'f32').first;
  keys[bins] = keyBand(-Infinity, edges[bins]!, 'f32').last + 1;
  return keys;
}

/** The greatest f32 below an edge: v > it says that v is not below the edge. */
export function floatBelow(edge: number): number {
  return keyToValue(keyBand(edge, Infinity, 'f32').first - 1, 'f32');
}

/** Keys of the values between two integers of a dtype, both included. */
export function integerKeys(
  min: number,
  max: number,
  dtype: Dtype,
): { first: number; last: number } {
  return { first: valueToKey(min, dtype), last: valueToKey(max, dtype) };
}

/** How many copies of its bins a workgroup holds, and the words (a power of two) that they take. */
export interface WorkgroupBins {
  readonly copies: number;
  readonly words: number;
}

/**
 * Up to eight copies side by side, so that neighbours which fall in one bin do not wait for each
 * other.
 */
export function workgroupBins(bins: number, mostWords: number): WorkgroupBins {
  const room = 2 ** Math.ceil(Math.log2(bins));
  const copies = Math.max(1, Math.min(8, mostWords / room));
  return { copies, words: room * copies };
}

/** How one brick of integers is counted, whichever moves fewer bytes. */
export type IntegerPlan =
  | ({ readonly way: 'windows'; readonly windows: number } & WorkgroupBins)
  | { readonly way: 'direct' };

/** A global atomic reads a word and writes it. */
const DIRECT_BYTES = 8;

/**
 * Windows of workgroup bins read the volume once per window; counting straight in storage reads it
 * once and adds up to 8 bytes per voxel.
 */
export function planIntegers(values: number, dtype: Dtype, windowBins: number): IntegerPlan {
  const bytes = DTYPES[dtype].bits / 8;
  const windows = Math.ceil(values / windowBins);
  if (windows * bytes > bytes + DIRECT_BYTES) return { way: 'direct' };
  return { way: 'windows', windows, ...workgroupBins(Math.min(values, windowBins), windowBins) };
}
