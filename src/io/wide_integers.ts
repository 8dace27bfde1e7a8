import type { GridArray } from '../recipe/dtype.js';
import { VoxmetryError } from '../recipe/errors.js';

/** 64-bit integers by the dtype that they are read as. */
const READ_AS = {
  i64: { dtype: 'i32', least: -(2 ** 31), most: 2 ** 31 - 1 },
  u64: { dtype: 'u32', least: 0, most: 2 ** 32 - 1 },
} as const;

/** The warning of every source whose file holds 64-bit integers. */
export function wideWarning(type: 'i64' | 'u64'): string {
  return (
    `The 64-bit integers are read as ${READ_AS[type].dtype}; ` +
    'a voxel that does not fit is an error when it is read.'
  );
}

/** The dtype that 64-bit integers are read as. */
export function dtypeOfWide(type: 'i64' | 'u64'): 'i32' | 'u32' {
  return READ_AS[type].dtype;
}

/**
 * Decodes `count` 64-bit integers from the start of `bytes` into `out` from index `start`. Throws
 * `unsupported-format` for the first that does not fit 32 bits: none is ever cut off.
 */
export function unpackWide(
  type: 'i64' | 'u64',
  bigEndian: boolean,
  bytes: Uint8Array<ArrayBuffer>,
  out: GridArray,
  start: number,
  count: number,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, count * 8);
  const [low, high] = bigEndian ? [4, 0] : [0, 4];
  const signed = type === 'i64';
  for (let at = 0, to = start; to < start + count; at += 8, to++) {
    const value = signed
      ? view.getInt32(at + low, !bigEndian)
      : view.getUint32(at + low, !bigEndian);
    // What is above must be nothing but the sign.
    const above = view.getInt32(at + high, !bigEndian);
    if (above !== (signed && value < 0 ? -1 : 0))
      throw tooWide(
        type,
        signed ? view.getBigInt64(at, !bigEndian) : view.getBigUint64(at, !bigEndian),
      );
    out[to] = value;
  }
}

/** The same for values that a decoder gives as an array of their own. */
export function narrowed(
  values: BigInt64Array | BigUint64Array,
): Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> {
  const type = values instanceof BigInt64Array ? 'i64' : 'u64';
  const { length } = values;
  const out = type === 'i64' ? new Int32Array(length) : new Uint32Array(length);
  const { least, most } = READ_AS[type];
  for (let i = 0; i < length; i++) {
    const value = Number(values[i]);
    if (value < least || value > most) throw tooWide(type, values[i]!);
    out[i] = value;
  }
  return out;
}

/** The error of a voxel that is no 32-bit integer. */
export function tooWide(type: 'i64' | 'u64', value: bigint): VoxmetryError {
  const { dtype, least, most } = READ_AS[type];
  return new VoxmetryError(
    'unsupported-format',
    `A voxel is ${value}, and the 64-bit integers of a file are read as ${dtype} (${least} to ${most}). ` +
      'Save the values as 32-bit floats, or as smaller integers.',
    { details: { value: String(value) } },
  );
}
