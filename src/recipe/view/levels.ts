// Window and level: which of the 256 colours of a map an intensity has. The edges between them are
// compared as order-preserving integers, so that every adapter draws the same.
import { DTYPES, type Dtype } from '../dtype.js';
import { keyBand } from '../keys.js';

type Window = readonly [lo: number, hi: number];

/** Colours of a map. */
export const LEVELS = 256;

/** The least intensity of a level from 1 on; below the first of them is level 0. */
export function levelEdge([lo, hi]: Window, level: number): number {
  return lo + ((hi - lo) * level) / LEVELS;
}

/** The keys of the least values of levels 1, 2, … that values of the dtype reach. */
export function levelKeys(window: Window, dtype: Dtype): Uint32Array<ArrayBuffer> {
  const keys: number[] = [];
  for (let level = 1; level < LEVELS; level++) {
    const { first, last } = keyBand(levelEdge(window, level), Infinity, dtype);
    if (first > last) break;
    keys.push(first);
  }
  return Uint32Array.from(keys);
}

/**
 * The same of means of four values of an integer dtype of 8 or 16 bits, by weights that add up to
 * 65,536: of their keys times weights.
 */
export function blendedLevelKeys(window: Window, dtype: Dtype): Uint32Array<ArrayBuffer> {
  const { min, max } = DTYPES[dtype];
  const keys: number[] = [];
  for (let level = 1; level < LEVELS; level++) {
    const key = Math.max(0, Math.ceil((levelEdge(window, level) - min) * 65536));
    if (key > (max - min) * 65536) break;
    keys.push(key);
  }
  return Uint32Array.from(keys);
}

/** The percentiles between which a window lies, as fractions. */
const [LOWER, UPPER] = [0.001, 0.999];

/** The window of values for which none is said: their 0.1 and 99.9 percentiles. */
export function windowOf(values: Float64Array): Window {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length === 0) return [0, 1];
  const last = sorted.length - 1;
  const lo = sorted[Math.floor(LOWER * last)]!;
  const hi = sorted[Math.ceil(UPPER * last)]!;
  return lo < hi ? [lo, hi] : [lo, lo + Math.max(1, Math.abs(lo) * 1e-6)];
}
