/** A field of a message: its number, and an integer, or its bytes. */
export interface Field {
  readonly number: number;
  /** Integers beyond 2^53 are rounded. */
  readonly integer: number;
  /** Of fields with a length and of 32 and 64 bits; else empty. */
  readonly bytes: Uint8Array;
}

const VARINT = 0;
const BITS_64 = 1;
const LENGTH = 2;
const BITS_32 = 5;

/**
 * The fields of a message of protocol buffers, in their order; undefined where the bytes are none.
 * https://protobuf.dev/programming-guides/encoding/
 */
export function fieldsOf(message: Uint8Array): Field[] | undefined {
  const fields: Field[] = [];
  let at = 0;
  const integer = (): number => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined) return NaN;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(BigInt.asIntN(64, value));
    }
    return NaN;
  };
  while (at < message.length) {
    const key = integer();
    const [number, type] = [Math.floor(key / 8), key & 7];
    if (!(number > 0)) return undefined;
    let [value, length] = [0, 0];
    if (type === VARINT) value = integer();
    else if (type === BITS_64) length = 8;
    else if (type === BITS_32) length = 4;
    else if (type === LENGTH) length = integer();
    else return undefined;
    if (Number.isNaN(value) || !(length >= 0 && at + length <= message.length)) return undefined;
    fields.push({ number, integer: value, bytes: message.subarray(at, at + length) });
    at += length;
  }
  return fields;
}

/** Integers of a field that is one of them, or a packed list. */
export function integersOf(field: Field): number[] {
  if (field.bytes.length === 0) return [field.integer];
  // A packed list is like a message of varints without keys: each is read behind a key of its own.
  const list: number[] = [];
  let start = 0;
  for (const [i, byte] of field.bytes.entries()) {
    if (byte >= 128) continue;
    const value = Uint8Array.from([8, ...field.bytes.subarray(start, i + 1)]);
    list.push(fieldsOf(value)?.[0]?.integer ?? NaN);
    start = i + 1;
  }
  return list;
}
