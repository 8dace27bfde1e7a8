import { invalidArgument } from '../recipe/errors.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** A folder that a store of many files is saved to; `folderTarget(path)` makes one on a disk. */
export interface WritableFolder {
  /** Writes a file below the folder; its path has '/' between names. */
  writeFile(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Says that all files are there. */
  close(): Promise<void>;
  /** Removes what was written. */
  abort(): Promise<void>;
}

/** A folder's handle, as the browser's dialog or its private file system gives it. */
export interface WritableDirectory {
  /** The names of what is in it. */
  keys(): AsyncIterable<string>;
  /** A folder in it, which is made. */
  getDirectoryHandle(name: string, options: { create: true }): Promise<WritableDirectory>;
  /** A file in it, which is made. */
  getFileHandle(
    name: string,
    options: { create: true },
  ): Promise<{
    /** Opens the file to be written. */
    createWritable(): Promise<WritableStream<Uint8Array<ArrayBuffer>>>;
  }>;
  /** Removes what has a name. */
  removeEntry(name: string, options: { recursive: true }): Promise<void>;
}

/** Whether a target is a folder on a disk. */
export function isWritableFolder(target: unknown): target is WritableFolder {
  return hasMethods(target, ['writeFile', 'close', 'abort']);
}

/** Whether a target is the handle of a folder. */
export function isWritableDirectory(target: unknown): target is WritableDirectory {
  return hasMethods(target, ['keys', 'getDirectoryHandle', 'getFileHandle', 'removeEntry']);
}

function hasMethods(target: unknown, names: readonly string[]): boolean {
  if (typeof target !== 'object' || target === null || target instanceof WritableStream)
    return false;
  return names.every((name) => typeof (target as Record<string, unknown>)[name] === 'function');
}

/**
 * The folder behind a handle. It has to be empty: what is in it belongs to somebody. What is not
 * completed is removed; the folder itself, which was there before, stays.
 */
export async function folderOfHandle(handle: WritableDirectory): Promise<WritableFolder> {
  for await (const name of handle.keys())
    throw invalidArgument('save', 'target', name, 'a folder without files in it; make a new one');
  const made = new Set<string>();
  return {
    writeFile: async (path, bytes) => {
      const names = path.split('/');
      const file = names.pop()!;
      made.add(names[0] ?? file);
      let folder = handle;
      for (const name of names) folder = await folder.getDirectoryHandle(name, { create: true });
      await writeWhole(
        await (await folder.getFileHandle(file, { create: true })).createWritable(),
        bytes,
      );
    },
    close: () => Promise.resolve(),
    abort: async () => {
      for (const name of made)
        await handle.removeEntry(name, { recursive: true }).catch(() => undefined);
    },
  };
}

async function writeWhole(stream: WritableStream<Bytes>, bytes: Bytes): Promise<void> {
  const writer = stream.getWriter();
  await writer.write(bytes);
  await writer.close();
}
