import { existsSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { Lab } from '../../index.js';
import { VoxmetryError } from '../../recipe/errors.js';
import { requireGpu } from '../require_gpu.js';
import type { Streams } from '../streams.js';
import { EXIT_FAILURE, EXIT_USAGE, exitOf } from '../usage.js';
import { assignFiles } from './assign_files.js';
import type { Assignment } from './assign_files.js';
import { fileStems } from './file_stems.js';
import { Interrupt } from './interrupt.js';
import { OutputFolder } from './output_folder.js';
import { readRecipeFile } from './recipe_file.js';
import type { RunJob } from './run_arguments.js';
import { openFiles, runItem } from './run_item.js';
import type { GivenFiles, RunContext } from './run_item.js';

/** Opens the lab that a recipe runs in. */
export type LabOpener = (options: { readonly signal: AbortSignal }) => Promise<Lab>;

/**
 * Runs a stored recipe on files and resolves to the exit code. Nothing but the files of the command
 * line is read, and what can be refused without a GPU is refused first.
 */
export async function runRecipe(
  job: RunJob,
  streams: Streams,
  openLab: LabOpener,
): Promise<number> {
  const stored = await readRecipeFile(job.recipe);
  const assignments = assignFiles(stored.inputs, job.files, existsSync);
  const [first] = assignments;
  const single =
    assignments.length === 1 && first !== undefined ? await openFiles(first) : undefined;
  requireGpu();
  const interrupt = new Interrupt();
  const { signal } = interrupt;
  try {
    return await inFolder(job.out, signal, async (folder) => {
      const lab = await openLab({ signal });
      // The step that the GPU is at comes to its end: drivers crash where it is torn down under
      // them.
      signal.addEventListener('abort', () => {
        streams.progress?.('stopping; once more to end at once');
      });
      const context = {
        lab,
        stored,
        opening: job.opening,
        signal,
        onProgress: progressOn(streams),
      };
      try {
        return single === undefined
          ? await runBatch(context, assignments, job.out, streams)
          : await runSingle(context, single, folder, streams);
      } finally {
        await lab.dispose();
      }
    });
  } catch (error) {
    if (interrupt.code === undefined) throw error;
    streams.error('voxmetry: interrupted; what was not finished is not written\n');
    return interrupt.code;
  } finally {
    interrupt.stop();
  }
}

function progressOn({ progress }: Streams): RunContext['onProgress'] {
  return (
    progress &&
    ((fraction) => {
      progress(`${(100 * fraction).toFixed(0)} %`);
    })
  );
}

async function runSingle(
  context: RunContext,
  files: GivenFiles,
  folder: OutputFolder,
  streams: Streams,
): Promise<number> {
  streams.out(await runItem(context, files, folder));
  return 0;
}

/**
 * Runs the recipe on one file after the other, each into a folder of its own, and goes on after one
 * that fails.
 */
async function runBatch(
  context: RunContext,
  assignments: readonly Assignment[],
  out: string,
  streams: Streams,
): Promise<number> {
  const paths = assignments.map((assignment) => [...assignment.values()].join(' '));
  const folders = fileStems(paths.map((path) => basename(path, extname(path)))).map((stem) =>
    join(out, stem),
  );
  const failures = new Map<number, number>();
  for (const [i, assignment] of assignments.entries()) {
    try {
      const text = await inFolder(folders[i]!, context.signal, async (folder) =>
        runItem(context, await openFiles(assignment), folder),
      );
      streams.out(`${text}\n`);
    } catch (error) {
      if (concernsAll(error, context)) throw error;
      const { line, code } = exitOf(error);
      failures.set(i, code);
      streams.error(line.includes(paths[i]!) ? `${line}\n` : `${line} (${paths[i]!})\n`);
    }
  }
  const width = Math.max(...paths.map((path) => path.length)) + 2;
  const lines = paths.map(
    (path, i) => `${path.padEnd(width)}${failures.has(i) ? 'failed' : folders[i]!}\n`,
  );
  const counts = [paths.length, paths.length - failures.size, failures.size].map(String);
  streams.out(`${counts[0]!} files, ${counts[1]!} done, ${counts[2]!} failed\n${lines.join('')}`);
  if (failures.size === 0) return 0;
  return [...failures.values()].includes(EXIT_FAILURE) ? EXIT_FAILURE : EXIT_USAGE;
}

async function inFolder<T>(
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
 * Whether an error would meet every other file too: an interrupt, or a recipe that cannot be read.
 */
function concernsAll(error: unknown, { signal }: RunContext): boolean {
  return signal.aborted || VoxmetryError.from(error).op === 'recipe';
}
