import type { Packing } from './block.js';
import { inflateHere } from './block.js';
import { InflatePool } from './pool.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** What is inflated in this thread before others are asked: they take as long to start. */
const FIRST_BYTES = 2 * 2 ** 20;
/** Blocks smaller than these are inflated as fast as they are sent to another thread. */
const SMALLEST = 8 * 2 ** 10;
/** Blocks that come after a pause, in ms, are the first again. */
const PAUSE = 1000;

let pool: InflatePool | undefined;
let inflated = 0;
let last = -Infinity;

/**
 * Inflates a block to exactly `length` bytes; what it holds beyond them is not inflated. Blocks
 * that are asked for together are inflated in several threads. Undefined where it is damaged or
 * holds less.
 */
export async function inflateBlock(
  packed: Bytes,
  packing: Packing,
  length: number,
): Promise<Bytes | undefined> {
  const now = performance.now();
  if (now - last > PAUSE) inflated = 0;
  last = now;
  inflated += length;
  if (inflated > FIRST_BYTES && length >= SMALLEST) {
    pool ??= new InflatePool();
    const block = await pool.inflate(packed, packing, length);
    if (block !== undefined) return block;
  }
  return inflateHere(packed, packing, length);
}

/** Blocks that are to be asked for together, so that no thread waits. */
export const BLOCKS_AT_ONCE = 16;
