import { VoxmetryError } from '../../recipe/errors.js';
import { mib } from '../../recipe/mib.js';
import { MemoryStore, type ByteStore } from './byte_store.js';
import { FileStore } from './file_store.js';
import { OpfsStore } from './opfs_store.js';

export type { ByteStore } from './byte_store.js';

/** Stores up to this size stay in the heap. */
const HEAP_BYTES = 64 * 2 ** 20;

/**
 * Opens a store of so many bytes: in the heap if it is small, else in a temporary file (Node, Deno)
 * or in the origin-private file system (a browser's worker). What a disk refuses, now or later, is
 * `storage`.
 */
export async function openStore(bytes: number, heapBytes = HEAP_BYTES): Promise<ByteStore> {
  if (bytes <= heapBytes) return new MemoryStore(bytes);
  const create = (): Promise<ByteStore> =>
    FileStore.available ? FileStore.create(bytes) : OpfsStore.create(bytes);
  return onDisk(bytes, await refused(bytes, create));
}

/**
 * A store whose failures are typed. Files are made with holes in them: a full disk shows when they
 * are written.
 */
function onDisk(bytes: number, store: ByteStore): ByteStore {
  return {
    bytes,
    write: (offset, data) => refused(bytes, () => store.write(offset, data)),
    read: (offset, length) => refused(bytes, () => store.read(offset, length)),
    close: () => store.close(),
  };
}

async function refused<T>(bytes: number, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    const place = FileStore.available
      ? 'the temporary folder (TMPDIR names another one)'
      : "the browser's storage for this site";
    throw new VoxmetryError(
      'storage',
      `${mib(bytes)} of intermediate results cannot be kept in ${place}: ${reasonOf(cause)}. Free space there, or crop or bin the volume.`,
      { details: { needed: bytes }, cause },
    );
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
