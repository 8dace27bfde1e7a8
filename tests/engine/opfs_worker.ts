// Runs inside a worker: the store of a browser's origin-private file system.
import { openStore } from '../../src/engine/spill/index.js';
import { OpfsStore } from '../../src/engine/spill/opfs_store.js';

/**
 * What the page asks for: 'use' a store, 'hold' one until the worker is ended, fill a 'full' one,
 * or do without one whose storage is 'absent'.
 */
type Task = 'use' | 'hold' | 'full' | 'absent' | 'count';

async function entries(): Promise<number> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('voxmetry-spill', { create: true });
  let count = 0;
  for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys())
    count += name === '' ? 0 : 1;
  return count;
}

async function use(): Promise<unknown> {
  const before = await entries();
  const store = await OpfsStore.create(2 ** 20);
  await store.write(2 ** 20 - 4, Uint8Array.of(1, 2, 3, 4));
  await store.write(8, Uint8Array.of(5, 6));
  const other = await OpfsStore.create(64);
  await other.write(8, Uint8Array.of(9, 9));
  const read = [await store.read(2 ** 20 - 4, 4), await store.read(8, 2), await other.read(8, 2)];
  const during = await entries();
  await store.close();
  await other.close();
  return { before, during, after: await entries(), read: read.map((bytes) => [...bytes]) };
}

async function hold(): Promise<unknown> {
  const store = await OpfsStore.create(2 ** 20);
  await store.write(0, Uint8Array.of(1));
  return entries();
}

async function full(): Promise<unknown> {
  // As of a browser whose storage is full: the file takes less than it is given.
  const { prototype } = (
    globalThis as unknown as { FileSystemSyncAccessHandle: { prototype: { write: () => number } } }
  ).FileSystemSyncAccessHandle;
  prototype.write = () => 0;
  const store = await openStore(2 ** 20, 0);
  const error: unknown = await store.write(0, new Uint8Array(8)).catch((reason: unknown) => reason);
  await store.close();
  const { code, details } = error as { code: string; details: unknown };
  return { code, details, left: await entries() };
}

async function absent(): Promise<unknown> {
  // As in private windows, in sandboxed frames and where a user forbids it.
  const denied = new DOMException('Storage directory access is denied', 'SecurityError');
  navigator.storage.getDirectory = () => Promise.reject(denied);
  const error: unknown = await openStore(2 ** 20, 0).catch((reason: unknown) => reason);
  const { code, message, details } = error as { code: string; message: string; details: unknown };
  // What is small needs no storage.
  const store = await openStore(16);
  await store.write(4, Uint8Array.of(7));
  const [small] = await store.read(4, 1);
  await store.close();
  return { code, says: message.includes(denied.message), details, small };
}

const tasks: Record<Task, () => Promise<unknown>> = { use, hold, full, absent, count: entries };

self.addEventListener('message', ({ data }: MessageEvent<Task>) => {
  tasks[data]().then(
    (result) => {
      self.postMessage({ result });
    },
    (error: unknown) => {
      self.postMessage({ error: String(error) });
    },
  );
});
