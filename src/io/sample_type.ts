import type { Dtype, GridArray } from '../recipe/dtype.js';
import { DTYPES } from '../recipe/dtype.js';
import { dtypeOfWide, unpackWide, wideWarning } from './wide_integers.js';

/** How files store values: the dtypes, and what is read as f32, i32 or u32. */
export type StoredType = Dtype | 'f16' | 'f64' | 'i64' | 'u64';

/** Types by the names that NumPy gives them, which Zarr, VTK and NRRD use too. */
export const TYPES_BY_NAME = {
  uint8: 'u8',
  int8: 'i8',
  uint16: 'u16',
  int16: 'i16',
  uint32: 'u32',
  int32: 'i32',
  float32: 'f32',
  float64: 'f64',
  int64: 'i64',
  uint64: 'u64',
} as const satisfies Readonly<Record<string, StoredType>>;

/** A stored type and its byte order. */
export interface Stored {
  readonly type: StoredType;
  readonly bigEndian: boolean;
}

/** The warning of every source whose file holds 64-bit floats. */
export const F64_WARNING = 'The 64-bit floats are read as f32: about 7 decimal digits remain.';

/** What every source of a stored type warns of. */
export function storedWarnings(type: StoredType): string[] {
  if (type === 'f64') return [F64_WARNING];
  return isWide(type) ? [wideWarning(type)] : [];
}

function isWide(type: StoredType): type is 'i64' | 'u64' {
  return type === 'i64' || type === 'u64';
}

/** Bytes of one stored value. */
export function bytesOfStored(type: StoredType): number {
  if (type === 'f64' || isWide(type)) return 8;
  return type === 'f16' ? 2 : DTYPES[type].bits / 8;
}

/** The dtype that a stored type is read as. */
export function dtypeOfStored(type: StoredType): Dtype {
  if (isWide(type)) return dtypeOfWide(type);
  return type === 'f16' || type === 'f64' ? 'f32' : type;
}

/** Decodes `count` stored values from the start of `bytes` into `out` from index `start`. */
export function unpackValues(
  stored: Stored,
  bytes: Uint8Array<ArrayBuffer>,
  out: GridArray,
  start: number,
  count: number,
): void {
  const { type, bigEndian } = stored;
  if (isWide(type)) {
    unpackWide(type, bigEndian, bytes, out, start, count);
    return;
  }
  if (type === 'f64') {
    const view = new DataView(bytes.buffer, bytes.byteOffset, count * 8);
    for (let i = 0; i < count; i++) out[start + i] = view.getFloat64(i * 8, !bigEndian);
    return;
  }
  if (type === 'f16') {
    const view = new DataView(bytes.buffer, bytes.byteOffset, count * 2);
    for (let i = 0; i < count; i++) out[start + i] = halfToFloat(view.getUint16(i * 2, !bigEndian));
    return;
  }
  const place = bytesAt(out, start, count);
  // A source may have put them there already.
  if (bytes.buffer !== place.buffer) place.set(bytes.subarray(0, place.length));
  if (bigEndian) swapBytes(place, out.BYTES_PER_ELEMENT);
}

/** Whether values are kept in memory as they are stored, but for the order of their bytes. */
export function isKept(type: StoredType): boolean {
  return type !== 'f16' && type !== 'f64' && !isWide(type);
}

/** The bytes of `count` values of an array from index `start`. */
export function bytesAt(out: GridArray, start: number, count: number): Uint8Array<ArrayBuffer> {
  const item = out.BYTES_PER_ELEMENT;
  return new Uint8Array(out.buffer, out.byteOffset + start * item, count * item);
}

/** Reverses the bytes of every item in place. The view must be aligned to the item. */
export function swapBytes(bytes: Uint8Array<ArrayBuffer>, item: number): void {
  const { buffer, byteOffset, byteLength } = bytes;
  if (item === 2) {
    const words = new Uint16Array(buffer, byteOffset, byteLength / 2);
    for (let i = 0; i < words.length; i++) words[i] = (words[i]! << 8) | (words[i]! >>> 8);
  } else if (item === 4) {
    const words = new Uint32Array(buffer, byteOffset, byteLength / 4);
    for (let i = 0; i < words.length; i++) {
      const w = words[i]!;
      words[i] = (w << 24) | ((w & 0xff00) << 8) | ((w >>> 8) & 0xff00) | (w >>> 24);
    }
  } else if (item === 8) {
    for (let i = 0; i < byteLength; i += 8) bytes.subarray(i, i + 8).reverse();
  }
}

/** The value of an IEEE 754 binary16. */
export function halfToFloat(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
