import { roundSize } from '../gpu/index.js';

/**
 * Bytes of buffers that are there at once: all together, as the pool rounds them up, and the
 * largest.
 */
export interface BufferBytes {
  readonly total: number;
  readonly largest: number;
}

/** The bytes of buffers of these sizes. */
export function bufferBytes(sizes: readonly number[]): BufferBytes {
  let [total, largest] = [0, 0];
  for (const bytes of sizes) {
    total += roundSize(bytes);
    largest = Math.max(largest, bytes);
  }
  return { total, largest };
}

/** What holds either of two. */
export function largerOf(a: BufferBytes, b: BufferBytes): BufferBytes {
  return { total: Math.max(a.total, b.total), largest: Math.max(a.largest, b.largest) };
}

/** What holds all of these at once. */
export function addedBytes(...parts: readonly (BufferBytes | undefined)[]): BufferBytes {
  let [total, largest] = [0, 0];
  for (const part of parts) {
    total += part?.total ?? 0;
    largest = Math.max(largest, part?.largest ?? 0);
  }
  return { total, largest };
}
