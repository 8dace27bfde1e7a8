import { openAsBlob } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { NamedFile } from '../index.js';
import { usageError } from './usage.js';

const CHUNK = 64 * 2 ** 20;

/** A user's file or folder, ready to be handed to the worker. */
export interface InputFile {
  readonly blob: Blob | readonly NamedFile[];
  readonly name: string;
}

/**
 * Opens a file as a Blob, or a folder as its files. Where the runtime can send a Blob that is
 * backed by the file to a worker, nothing is read yet; else the bytes are read into one. Throws one
 * line when there is nothing to read.
 */
export async function openInputFile(path: string): Promise<InputFile> {
  const facts = await stat(path).catch((error: unknown) => {
    throw usageError(`cannot read ${path}: ${reasonOf(error)}`);
  });
  if (facts.isDirectory()) return openInputFolder(path);
  if (!facts.isFile()) throw usageError(`${path} is neither a file nor a folder`);
  if (facts.size === 0) throw usageError(`${path} is empty (0 bytes); copy or export it again`);
  try {
    return { blob: await blobOf(path, facts.size), name: basename(path) };
  } catch (error) {
    throw usageError(`cannot read ${path}: ${reasonOf(error)}`);
  }
}

/** A folder of more files than this is none of a scan. */
const MOST_FILES = 100_000;

/** All files below a folder, but those that the system hides. */
async function openInputFolder(path: string): Promise<InputFile> {
  const name = basename(resolve(path));
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files: NamedFile[] = [];
  for (const entry of entries) {
    const full = join(entry.parentPath, entry.name);
    const within = relative(path, full).split(sep);
    const hidden = within.some((part) => part.startsWith('.') && !part.startsWith('.z'));
    if (!entry.isFile() || hidden) continue;
    if (files.length === MOST_FILES)
      throw usageError(
        `${path} holds more than ${String(MOST_FILES)} files; give the folder of one scan`,
      );
    const { size } = await stat(full);
    files.push({ path: [name, ...within].join('/'), file: await blobOf(full, size) });
  }
  if (files.length === 0) throw usageError(`${path} holds no files`);
  return { blob: files, name };
}

async function blobOf(path: string, size: number): Promise<Blob> {
  try {
    const backed = await openAsBlob(path);
    structuredClone(backed);
    return backed;
  } catch {
    return readWhole(path, size);
  }
}

/** In chunks, since one buffer ends at 2 GiB in some runtimes. */
async function readWhole(path: string, size: number): Promise<Blob> {
  const handle = await open(path, 'r');
  try {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (let at = 0; at < size;) {
      const part = new Uint8Array(Math.min(CHUNK, size - at));
      const { bytesRead } = await handle.read(part, 0, part.length, at);
      if (bytesRead === 0) break;
      parts.push(part.subarray(0, bytesRead));
      at += bytesRead;
    }
    return new Blob(parts);
  } finally {
    await handle.close();
  }
}

/** Why the file system refused, in a few words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  return error instanceof Error ? error.message : String(error);
}
