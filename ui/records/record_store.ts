// Where records are kept: files by name, in the browser's own storage, in a folder, or in memory.

/** Where records are kept. */
export interface RecordStore {
  /** The bytes of a file; undefined where there is none. */
  read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Writes a file, all of it or nothing: what it held before stays until then. */
  write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Removes a file, if it is there. */
  remove(name: string): Promise<void>;
  /** Does some work while no other page writes; at once where there is no other page. */
  alone?<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Keeps records in memory, for as long as the page lives.
 *
 * @example
 * ```ts
 * import { memoryRecords, openRecords } from 'voxmetry/records';
 * const records = await openRecords(memoryRecords());
 * console.assert(records.length === 0);
 * ```
 */
export function memoryRecords(): RecordStore {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    read: (name) => Promise.resolve(files.get(name)?.slice()),
    write: (name, bytes) => {
      files.set(name, bytes.slice());
      return Promise.resolve();
    },
    remove: (name) => {
      files.delete(name);
      return Promise.resolve();
    },
  };
}

/**
 * Keeps records in a folder of the browser's own files (OPFS), which survive a reload and which no
 * other site reads; or in a folder that the user chose.
 *
 * @param folder - The name of a folder among the site's files, or a folder that was chosen. Default
 * 'voxmetry-records'.
 * @example
 * ```ts no-run
 * import { browserRecords, openRecords } from 'voxmetry/records';
 * const records = await openRecords(browserRecords());
 * ```
 */
export function browserRecords(
  folder: string | FileSystemDirectoryHandle = 'voxmetry-records',
): RecordStore {
  const open = async (): Promise<FileSystemDirectoryHandle> =>
    typeof folder === 'string'
      ? (await navigator.storage.getDirectory()).getDirectoryHandle(folder, { create: true })
      : folder;
  const name = typeof folder === 'string' ? folder : folder.name;
  return {
    read: (file) =>
      unlessMissing(async () => {
        const handle = await (await open()).getFileHandle(file);
        return new Uint8Array(await (await handle.getFile()).arrayBuffer());
      }),
    // What is written is put in place when it is closed.
    write: async (file, bytes) => {
      const handle = await (await open()).getFileHandle(file, { create: true });
      const stream = await handle.createWritable();
      try {
        await stream.write(bytes);
      } catch (error) {
        await stream.abort().catch(() => undefined);
        throw error;
      }
      await stream.close();
    },
    remove: async (file) => {
      await unlessMissing(async () => (await open()).removeEntry(file));
    },
    alone: async (work) => navigator.locks.request(`voxmetry-records ${name}`, work),
  };
}

async function unlessMissing<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
    throw error;
  }
}
