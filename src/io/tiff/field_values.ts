import { TYPE_BYTES } from './tags.js';

/**
 * The values of a field; a rational is two, numerator and denominator, so that nothing is rounded.
 */
export type FieldValues =
  | readonly number[]
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** How many numbers a field has, and the bytes of each: a rational is two. */
export function stepsOf(type: number, count: number): [number, number] {
  const item = TYPE_BYTES[type] ?? 1;
  return type === 5 || type === 10 ? [count * 2, item / 2] : [count, item];
}

/** An array that holds values of a field type in as many bytes as the file does. */
export function arrayOf(type: number, length: number): Exclude<FieldValues, readonly number[]> {
  switch (type) {
    case 3:
      return new Uint16Array(length);
    case 4:
    case 5:
    case 13:
      return new Uint32Array(length);
    case 6:
      return new Int8Array(length);
    case 8:
      return new Int16Array(length);
    case 9:
    case 10:
      return new Int32Array(length);
    case 11:
      return new Float32Array(length);
    case 12:
    case 16:
    case 17:
    case 18:
      return new Float64Array(length);
    default:
      return new Uint8Array(length);
  }
}
