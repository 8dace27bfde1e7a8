import { VoxmetryError } from '../../recipe/errors.js';
import { MemoryStore, type ByteStore } from './byte_store.js';
import { FileStore } from './file_store.js';
import { OpfsStore } from './opfs_store.js';
import { mib } from '../../recipe/mib.js';

export type { ByteStore } from './byte_store.js';

/** Stores up to this size stay in the heap. */
const HEAP_BYTES = 64 * 2 ** 20;

/**
 * Opens a store of so many bytes: in the heap if it is small, else in a temporary file (Node, Deno)
 * or in the origin-private file system (a browser's worker).
 */
export async function openStore(bytes: number, heapBytes = HEAP_BYTES): Promise<ByteStore> {
  if (bytes <= heapBytes) return new MemoryStore(bytes);
  try {
    return FileStore.available ? await FileStore.create(bytes) : await OpfsStore.create(bytes);
  } catch (cause) {
    throw new VoxmetryError(
      'out-of-memory',
      `There is no room for ${mib(bytes)} of intermediate results (${String(cause)}). Free disk space, or crop or bin the volume.`,
      { details: { needed: bytes }, cause },
    );
  }
}
