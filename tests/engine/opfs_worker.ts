// Runs inside a worker: the store of a browser's origin-private file system.
import { OpfsStore } from '../../src/engine/spill/opfs_store.js';

async function entries(): Promise<number> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('voxmetry-spill', { create: true });
  let count = 0;
  for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys())
    count += name === '' ? 0 : 1;
  return count;
}

async function run(): Promise<unknown> {
  const before = await entries();
  const store = await OpfsStore.create(2 ** 20);
  await store.write(2 ** 20 - 4, Uint8Array.of(1, 2, 3, 4));
  await store.write(8, Uint8Array.of(5, 6));
  const other = await OpfsStore.create(64);
  await other.write(8, Uint8Array.of(9, 9));
  const read = [await store.read(2 ** 20 - 4, 4), await store.read(8, 2), await other.read(8, 2)];
  await store.close();
  await other.close();
  return { before, after: await entries(), read: read.map((bytes) => [...bytes]) };
}

run().then(
  (result) => {
    self.postMessage({ result });
  },
  (error: unknown) => {
    self.postMessage({ error: String(error) });
  },
);
