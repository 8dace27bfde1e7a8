import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A system writes no more than 2 GiB at once. */
const PIECE = 2 ** 30;

/**
 * Writes a file so that its name stands for all of it or for nothing, whoever else writes it at the
 * same time and whenever the process ends: under a name of its own, which it loses on the disk.
 */
export async function writeAtomically(path: string, parts: readonly Uint8Array[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    const file = await open(unfinished, 'w');
    try {
      for (const part of parts)
        for (let at = 0; at < part.length;)
          at += (await file.write(part, at, Math.min(PIECE, part.length - at))).bytesWritten;
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
