import { VoxmetryError } from '../recipe/errors.js';

/** An empty file of a length. Rejects with `limit` where no array is as long. */
export function fileBytes(length: number, format: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(length);
  } catch (cause) {
    throw new VoxmetryError(
      'limit',
      `toBytes: a ${format} of ${String(length)} bytes is longer than an array may be. Make a mesh of fewer triangles by keep or maxError, or of fewer objects.`,
      { op: 'toBytes', cause, details: { needed: length } },
    );
  }
}

/** The bytes of numbers as they lie in memory: little-endian on all machines with WebGPU. */
export function bytesOfNumbers(
  numbers: Float32Array | Uint32Array | Int32Array,
): Uint8Array<ArrayBuffer> {
  return new Uint8Array(numbers.buffer as ArrayBuffer, numbers.byteOffset, numbers.byteLength);
}
