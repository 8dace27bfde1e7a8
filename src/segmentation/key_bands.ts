// Bands of order-preserving keys that hold a list of values.
import type { Dtype } from '../recipe/dtype.js';
import { keyBand } from '../recipe/keys.js';

/** A band that holds no key. */
const EMPTY = [1, 0] as const;

/**
 * The keys of a list of values of a dtype as disjoint, sorted, inclusive bands, first and last in
 * turn. Values that the dtype cannot hold have none; where none is left, one empty band.
 */
export function keyBands(values: readonly number[], dtype: Dtype): Uint32Array<ArrayBuffer> {
  const bands = values
    .map((value) => keyBand(value, value, dtype))
    .filter(({ first, last }) => first <= last)
    .sort((a, b) => a.first - b.first);
  const merged: { first: number; last: number }[] = [];
  for (const { first, last } of bands) {
    const open = merged.at(-1);
    if (open !== undefined && first <= open.last + 1) open.last = Math.max(open.last, last);
    else merged.push({ first, last });
  }
  return Uint32Array.from(
    merged.length === 0 ? EMPTY : merged.flatMap(({ first, last }) => [first, last]),
  );
}
