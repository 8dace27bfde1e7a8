import { throwIfAborted, VoxmetryError } from '../../recipe/errors.js';
import { blobSource } from '../byte_source.js';
import type { Folder } from './folder.js';
import { isHidden, naturally } from './folder.js';

/** A folder of more files than this is not walked: somebody chose the root of a disk. */
const MOST_FILES = 200_000;

/** A directory handle of the File System Access API. Its files are found, and not yet opened. */
export async function directoryFolder(
  handle: FileSystemDirectoryHandle,
  signal?: AbortSignal,
): Promise<Folder> {
  const files = new Map<string, FileSystemFileHandle>();
  await walk(handle, '', files, signal);
  return {
    name: handle.name,
    paths: [...files.keys()].sort(naturally),
    open: async (path) => {
      const file = files.get(path);
      return file === undefined ? undefined : blobSource(await file.getFile(), path);
    },
    close: () => {
      files.clear();
    },
  };
}

async function walk(
  folder: FileSystemDirectoryHandle,
  prefix: string,
  files: Map<string, FileSystemFileHandle>,
  signal: AbortSignal | undefined,
): Promise<void> {
  for await (const [name, entry] of folder.entries()) {
    throwIfAborted(signal, 'open');
    if (isHidden(name)) continue;
    if (entry.kind === 'directory') {
      await walk(entry, `${prefix}${name}/`, files, signal);
      continue;
    }
    files.set(prefix + name, entry);
    if (files.size > MOST_FILES) {
      throw new VoxmetryError(
        'invalid-argument',
        `There are more than ${MOST_FILES} files in ${folder.name}. Choose the folder of one scan.`,
        { op: 'open', details: { parameter: 'input' } },
      );
    }
  }
}
