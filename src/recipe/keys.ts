import { DTYPES, type Dtype } from './dtype.js';

const BITS = new DataView(new ArrayBuffer(4));

/** The order-preserving unsigned key of a value of a dtype, as `raw_to_key` in `voxel.wgsl`. */
export function valueToKey(value: number, dtype: Dtype): number {
  if (dtype === 'f32') {
    BITS.setFloat32(0, value);
    const raw = BITS.getUint32(0);
    return (raw ^ ((raw & 0x80000000) === 0 ? 0x80000000 : 0xffffffff)) >>> 0;
  }
  return DTYPES[dtype].min < 0 ? value - DTYPES[dtype].min : value;
}

/** Undoes {@link valueToKey}. */
export function keyToValue(key: number, dtype: Dtype): number {
  if (dtype === 'f32') {
    BITS.setUint32(0, (key ^ ((key & 0x80000000) === 0 ? 0xffffffff : 0x80000000)) >>> 0);
    return BITS.getFloat32(0);
  }
  return DTYPES[dtype].min < 0 ? key + DTYPES[dtype].min : key;
}

/**
 * The keys of the values v of a dtype with lo ≤ v ≤ hi (lo < v with `open`): an inclusive range,
 * empty (first > last) where none qualifies.
 */
export function keyBand(
  lo: number,
  hi: number,
  dtype: Dtype,
  open = false,
): { readonly first: number; readonly last: number } {
  const { min, max, integer } = DTYPES[dtype];
  const EMPTY = { first: 1, last: 0 };
  if (integer) {
    const first = Math.max(min, open ? Math.floor(lo) + 1 : Math.ceil(lo));
    const last = Math.min(max, Math.floor(hi));
    if (first > last) return EMPTY;
    return { first: valueToKey(first, dtype), last: valueToKey(last, dtype) };
  }
  // −0 and +0 are one value but two keys: a bound of either takes in both, or, open, neither.
  const f = Math.fround(lo);
  let first = valueToKey(f === 0 ? -0 : f, dtype);
  if (f === 0 && (lo > 0 || (open && lo === 0))) first = valueToKey(0, dtype) + 1;
  else if (f < lo || (open && f === lo)) first += 1;
  const g = Math.fround(hi);
  let last = valueToKey(g === 0 ? 0 : g, dtype);
  if (g > hi) last = g === 0 ? valueToKey(-0, dtype) - 1 : last - 1;
  return first > last ? EMPTY : { first, last };
}
