import type { ByteStore } from './byte_store.js';

/** The synchronous file of the origin-private file system, which only workers have. */
interface SyncFile {
  read(into: Uint8Array, options: { at: number }): number;
  write(from: Uint8Array, options: { at: number }): number;
  truncate(bytes: number): void;
  close(): void;
}

/** The folder, with what the types of the DOM lack. */
type Folder = FileSystemDirectoryHandle & { keys(): AsyncIterable<string> };

const FOLDER = 'voxmetry-spill';

/**
 * A store in the browser's origin-private file system. A lock of the file's name (Web Locks) is
 * held as long as the store is used; the browser frees it with the worker, however that ends. The
 * file is removed when the store is closed, else by the next store that is opened.
 */
export class OpfsStore implements ByteStore {
  readonly bytes: number;
  readonly #file: SyncFile;
  readonly #remove: () => Promise<void>;

  private constructor(bytes: number, file: SyncFile, remove: () => Promise<void>) {
    this.bytes = bytes;
    this.#file = file;
    this.#remove = remove;
  }

  static async create(bytes: number): Promise<OpfsStore> {
    const root = await navigator.storage.getDirectory();
    const folder = (await root.getDirectoryHandle(FOLDER, { create: true })) as Folder;
    await sweep(folder);
    const name = crypto.randomUUID();
    // Before there is a file, or a sweep could take it for left behind.
    const unlock = await holdLock(lockOf(name));
    let file: SyncFile | undefined;
    const remove = async (): Promise<void> => {
      try {
        file?.close();
        await folder.removeEntry(name);
      } finally {
        unlock();
      }
    };
    try {
      const handle = await folder.getFileHandle(name, { create: true });
      file = await (
        handle as unknown as { createSyncAccessHandle(): Promise<SyncFile> }
      ).createSyncAccessHandle();
      file.truncate(bytes);
      return new OpfsStore(bytes, file, remove);
    } catch (error) {
      await remove().catch(() => undefined);
      throw error;
    }
  }

  write(offset: number, data: Uint8Array<ArrayBuffer>): Promise<void> {
    return attempt(() => {
      if (this.#file.write(data, { at: offset }) !== data.length)
        throw new Error('the origin-private file system is full');
    });
  }

  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return attempt(() => {
      const data = new Uint8Array(length);
      if (this.#file.read(data, { at: offset }) !== length)
        throw new Error('the spill file ends too early');
      return data;
    });
  }

  close(): Promise<void> {
    return this.#remove();
  }
}

/** What a synchronous call gives or throws, as a promise. */
function attempt<T>(call: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(call());
  });
}

function lockOf(name: string): string {
  return `${FOLDER}/${name}`;
}

/** Takes a lock and gives back what frees it. */
function holdLock(name: string): Promise<() => void> {
  return new Promise((taken, refused) => {
    const held = navigator.locks.request(name, () => {
      return new Promise<void>((free) => {
        taken(free);
      });
    });
    held.catch(refused);
  });
}

/** Removes the files that no worker holds: of pages that were reloaded, closed or crashed. */
async function sweep(folder: Folder): Promise<void> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  for (const name of names)
    await navigator.locks
      .request(lockOf(name), { ifAvailable: true }, (lock) =>
        lock === null ? undefined : folder.removeEntry(name),
      )
      // Gone already, or still being closed: the next store sweeps it.
      .catch(() => undefined);
}
