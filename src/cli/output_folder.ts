import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { throwIfAborted } from '../../recipe/errors.js';
import { reasonOf } from '../input_file.js';
import { usageError } from '../usage.js';

/** The file that says what the others in a folder of results are. */
export const RESULTS_FILE = 'results.json';
/** Names of the other files, in letters, digits and a few signs. */
const RESULT_NAME = /^[\p{L}\p{N}_-][\p{L}\p{N}._-]*\.(csv|graphml|tif)$/u;

/**
 * A folder of results. What a run writes lies in a folder of its own inside it until all of it is there, and then takes the
 * place of the results before, so that a folder never holds some of one run and some of another.
 */
export class OutputFolder {
  readonly path: string;
  readonly #staging: string;
  readonly #existed: boolean;
  readonly #signal: AbortSignal;

  private constructor(path: string, staging: string, existed: boolean, signal: AbortSignal) {
    this.path = path;
    this.#staging = staging;
    this.#existed = existed;
    this.#signal = signal;
  }

  /** Makes the folder where there is none, and makes sure that files can be written into it. */
  static async open(path: string, signal: AbortSignal): Promise<OutputFolder> {
    const existed = existsSync(path);
    return writing(path, async () => {
      await mkdir(path, { recursive: true });
      return new OutputFolder(path, await mkdtemp(join(path, '.unfinished-')), existed, signal);
    });
  }

  /** Writes a file of the results from its parts, unless the signal comes first. */
  write(name: string, parts: Iterable<string> | AsyncIterable<Uint8Array>): Promise<void> {
    const file = join(this.#staging, name);
    return writing(this.path, () =>
      pipeline(Readable.from(parts), createWriteStream(file), { signal: this.#signal }),
    );
  }

  /** Puts files that were written in the place of the results that were there. */
  async commit(names: readonly string[]): Promise<void> {
    throwIfAborted(this.#signal);
    return writing(this.path, async () => {
      const before = await filesOf(this.path);
      // Where it is, it lists a whole set of files: it goes first and comes last.
      await rm(join(this.path, RESULTS_FILE), { force: true });
      for (const name of before)
        if (!names.includes(name)) await rm(join(this.path, name), { force: true });
      for (const name of [...names.filter((other) => other !== RESULTS_FILE), RESULTS_FILE])
        await rename(join(this.#staging, name), join(this.path, name));
    });
  }

  /** Removes what was not committed, and the folder where it was made for nothing. */
  async discard(): Promise<void> {
    await rm(this.#staging, { recursive: true, force: true });
    if (!this.#existed) await rmdir(this.path).catch(() => undefined);
  }
}

/** The files that the results in a folder consist of; none where there are no results. */
async function filesOf(path: string): Promise<readonly string[]> {
  try {
    const stored: unknown = JSON.parse(await readFile(join(path, RESULTS_FILE), 'utf8'));
    const { files } = stored as { files: readonly unknown[] };
    // Anyone may have written that list: of what it names, only what could be a result in this folder is taken.
    return files.filter(
      (name): name is string => typeof name === 'string' && RESULT_NAME.test(name),
    );
  } catch {
    return [];
  }
}

async function writing<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Error && 'errno' in error)
      throw usageError(
        `cannot write to the folder ${path} (${reasonOf(error)}); choose another with --out`,
      );
    throw error;
  }
}
