import { existsSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { VoxmetryError } from '../../recipe/errors.js';
import { asStage } from '../../recipe/as_stage.js';
import { Stages } from '../../recipe/stages.js';
import { interruptible } from '../interrupt.js';
import { inFolder } from '../output_folder.js';
import type { OutputFolder } from '../output_folder.js';
import type { Runtime } from '../runtime.js';
import type { Streams } from '../streams.js';
import { exitOf, exitOfAll } from '../usage.js';
import { assignFiles } from './assign_files.js';
import type { Assignment } from './assign_files.js';
import { fileStems } from './file_stems.js';
import { readRecipeFile } from './recipe_file.js';
import type { RunJob } from './run_arguments.js';
import { openFiles, runItem } from './run_item.js';
import type { GivenFiles, RunContext } from './run_item.js';

/**
 * Runs a stored recipe on files and resolves to the exit code. Nothing but the files of the command
 * line is read, and what can be refused without a GPU is refused first.
 */
export async function runRecipe(job: RunJob, streams: Streams, runtime: Runtime): Promise<number> {
  const stages = job.profile ? new Stages() : undefined;
  const started = stages?.begin('start the program');
  const stored = await readRecipeFile(job.recipe);
  const assignments = assignFiles(stored.inputs, job.files, existsSync);
  const [first] = assignments;
  const single =
    assignments.length === 1 && first !== undefined ? await openFiles(first) : undefined;
  const elsewhere = await runtime.elsewhere?.(stages);
  started?.();
  if (elsewhere !== undefined) return elsewhere;
  return interruptible(streams, (signal) =>
    inFolder(job.out, signal, async (folder) => {
      const lab = await asStage(stages, 'open the GPU', () => runtime.open({ signal, stages }));
      const { opening, ending } = job;
      const onProgress = progressOn(streams);
      const context = { lab, stored, opening, ending, signal, onProgress, stages };
      try {
        return single === undefined
          ? await runBatch(context, assignments, job.out, streams)
          : await runSingle(context, single, folder, streams);
      } finally {
        await lab.dispose();
      }
    }),
  );
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
  return exitOfAll([...failures.values()]);
}

/**
 * Whether an error would meet every other file too: an interrupt, or a recipe that cannot be read.
 */
function concernsAll(error: unknown, { signal }: RunContext): boolean {
  return signal.aborted || VoxmetryError.from(error).op === 'recipe';
}
