import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeProcessFolder } from '../io/process_folder.js';
import { throwIfAborted } from '../recipe/errors.js';
import { reasonOf } from './input_file.js';
import { usageError } from './usage.js';

/** Names of the other files, in letters, digits and a few signs. */
const RESULT_NAME =
  /^[\p{L}\p{N}_-][\p{L}\p{N}._-]*\.(arrow|csv|glb|graphml|json|parquet|ply|png|stl|svg|vtp|tif|nrrd|nii|nii\.gz|mha|vti|npy|ome\.zarr)$/u;

/** How a folder among the results ends, and a file that makes it one. */
const STORE_ENDING = '.ome.zarr';
const STORE_ROOT = 'zarr.json';

/**
 * A folder of results. What a run writes lies in a folder of its own inside it until all of it is
 * there, and then takes the place of the results before, so that a folder never holds some of one
 * run and some of another. What a run that was killed left there is swept by the next one.
 */
export class OutputFolder {
  readonly path: string;
  /** Where the files lie until they are committed. */
  readonly staging: string;
  readonly #existed: boolean;
  readonly #signal: AbortSignal;

  private constructor(path: string, staging: string, existed: boolean, signal: AbortSignal) {
    this.path = path;
    this.staging = staging;
    this.#existed = existed;
    this.#signal = signal;
  }

  /** Makes the folder where there is none, and makes sure that files can be written into it. */
  static async open(path: string, signal: AbortSignal): Promise<OutputFolder> {
    const existed = existsSync(path);
    return writing(path, async () => {
      await mkdir(path, { recursive: true });
      return new OutputFolder(path, await makeProcessFolder(path, '.unfinished-'), existed, signal);
    });
  }

  /** Writes a file of the results from its parts, unless the signal comes first. */
  write(
    name: string,
    parts: Iterable<string | Uint8Array> | AsyncIterable<Uint8Array>,
  ): Promise<void> {
    const file = join(this.staging, name);
    return writing(this.path, () =>
      pipeline(Readable.from(parts), createWriteStream(file), { signal: this.#signal }),
    );
  }

  /** Writes a folder of the results, file by file, unless the signal comes first. */
  writeFolder(
    name: string,
    files: AsyncIterable<{ readonly path: string; readonly bytes: Uint8Array }>,
  ): Promise<void> {
    return writing(this.path, async () => {
      for await (const { path, bytes } of files) {
        throwIfAborted(this.#signal);
        const file = join(this.staging, name, path);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, bytes);
      }
    });
  }

  /**
   * Puts files that were written in the place of the results that were there.
   *
   * @param index - The one of them that tells of the others.
   * @param absent - Files of results before that these results do not have.
   */
  async commit(
    names: readonly string[],
    index: string,
    absent: readonly string[] = [],
  ): Promise<void> {
    throwIfAborted(this.#signal);
    return writing(this.path, async () => {
      const before = await filesOf(join(this.path, index));
      // Where it is, it lists a whole set of files: it goes first and comes last.
      await rm(join(this.path, index), { force: true });
      for (const name of [...before, ...absent]) {
        const old = join(this.path, name);
        // A file gives way to one of its name, a folder does not.
        if (name.endsWith(STORE_ENDING)) await removeStore(old);
        else if (!names.includes(name)) await rm(old, { force: true });
      }
      for (const name of [...names.filter((other) => other !== index), index])
        await rename(join(this.staging, name), join(this.path, name));
    });
  }

  /** Removes what was not committed, and the folder where it was made for nothing. */
  async discard(): Promise<void> {
    await rm(this.staging, { recursive: true, force: true });
    if (!this.#existed) await rmdir(this.path).catch(() => undefined);
  }
}

/** Uses a folder of results, and leaves nothing there that was not committed. */
export async function inFolder<T>(
  path: string,
  signal: AbortSignal,
  use: (folder: OutputFolder) => Promise<T>,
): Promise<T> {
  const folder = await OutputFolder.open(path, signal);
  try {
    return await use(folder);
  } finally {
    await folder.discard();
  }
}

/**
 * The files that the results in a folder consist of, as their index says; none where there is none.
 */
async function filesOf(index: string): Promise<readonly string[]> {
  try {
    const stored: unknown = JSON.parse(await readFile(index, 'utf8'));
    const { files } = stored as { files: readonly unknown[] };
    // Anyone may have written that list: of what it names, only what could be a result in this
    // folder is taken.
    return files.filter(
      (name): name is string => typeof name === 'string' && RESULT_NAME.test(name),
    );
  } catch {
    return [];
  }
}

/** Removes a folder of results, where it is one: somebody may have put something else there. */
async function removeStore(path: string): Promise<void> {
  if (existsSync(join(path, STORE_ROOT))) await rm(path, { recursive: true, force: true });
}

async function writing<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (isOfSystem(error))
      throw usageError(
        `cannot write to the folder ${path} (${reasonOf(error)}); choose another with --out`,
      );
    throw error;
  }
}

/** Whether the file system says so: ENOSPC and the like. */
function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^E[A-Z0-9]+$/.test(String(error.code));
}
