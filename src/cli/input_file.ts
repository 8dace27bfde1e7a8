import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { ByteSource, FolderSource } from '../index.js';
import { fileSource } from '../io/file_source.js';
import { folderSource } from '../io/folder/disk_folder.js';
import { VoxmetryError } from '../recipe/errors.js';
import { usageError } from './usage.js';

/** A user's file or folder, of which the worker reads what it needs. */
export interface InputFile {
  readonly source: ByteSource | FolderSource;
  readonly name: string;
}

/**
 * Opens a file or a folder, and reads nothing yet. Throws one line when there is nothing to read.
 */
export async function openInputFile(path: string): Promise<InputFile> {
  const facts = await stat(path).catch((error: unknown) => {
    // What looks like no file may have been meant as a command.
    const word = /^[a-z]+$/.test(path) ? ', and no command; see voxmetry --help' : '';
    throw usageError(`cannot read ${path}: ${reasonOf(error)}${word}`);
  });
  const name = basename(resolve(path));
  try {
    if (facts.isDirectory()) return { source: await folderSource(path), name };
    if (!facts.isFile()) throw usageError(`${path} is neither a file nor a folder`);
    if (facts.size === 0) throw usageError(`${path} is empty (0 bytes); copy or export it again`);
    return { source: await fileSource(path), name };
  } catch (error) {
    throw error instanceof VoxmetryError
      ? usageError(error.message.replace(/^\w+Source: /, ''))
      : usageError(`cannot read ${path}: ${reasonOf(error)}`);
  }
}

/** Why the file system refused, in a few words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  return error instanceof Error ? error.message : String(error);
}
