import { openAsBlob } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { usageError } from './usage.js';

const CHUNK = 64 * 2 ** 20;

/** A user's file, ready to be handed to the worker. */
export interface InputFile {
  readonly blob: Blob;
  readonly name: string;
}

/**
 * Opens a file as a Blob. Where the runtime can send a Blob that is backed by the file to a worker,
 * nothing is read yet; else the bytes are read into one. Throws one line when there is nothing to
 * read.
 */
export async function openInputFile(path: string): Promise<InputFile> {
  const facts = await stat(path).catch((error: unknown) => {
    throw usageError(`cannot read ${path}: ${reasonOf(error)}`);
  });
  if (!facts.isFile()) throw usageError(`${path} is not a file; give a TIFF, npy or raw file`);
  if (facts.size === 0) throw usageError(`${path} is empty (0 bytes); copy or export it again`);
  try {
    return { blob: await blobOf(path, facts.size), name: basename(path) };
  } catch (error) {
    throw usageError(`cannot read ${path}: ${reasonOf(error)}`);
  }
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
