import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineCommand, renderUsage } from 'citty';
import { openLab } from '../index.js';
import { LIBRARY } from '../version.js';
import type { Analysis } from './analysis.js';
import { analyse } from './analyse.js';
import { ARGUMENTS, readCommand } from './arguments.js';
import type { Job } from './arguments.js';
import { openInputFile } from './input_file.js';
import { reportHtml } from './report/page.js';
import { requireGpu } from './require_gpu.js';
import { resultJson, stringifyResult } from './result.js';
import { readRunCommand, RUN_ARGUMENTS } from './run/run_arguments.js';
import { runRecipe } from './run/run_recipe.js';
import type { LabOpener } from './run/run_recipe.js';
import { writeSample } from './sample.js';
import type { Streams } from './streams.js';
import { summaryText } from './summary.js';
import { exitOf, usageError } from './usage.js';

const META = {
  name: 'voxmetry',
  version: LIBRARY.split(' ')[1] ?? '',
  description: 'Measures the particles of a 3D image: median, Otsu, separate, measure.',
};

const RUN = defineCommand({
  meta: {
    name: 'run',
    description: 'Runs a stored recipe on files, and stores every result.',
  },
  args: RUN_ARGUMENTS,
});

const MAIN = defineCommand({ meta: META, args: ARGUMENTS, subCommands: { run: RUN } });

/**
 * Runs the command line and resolves to its exit code: 0, 2 for what the user can change (one line
 * on `error` says what), 1 for other failures.
 *
 * @param open - Opens the lab that a recipe runs in.
 */
export async function runCommandLine(
  rawArgs: readonly string[],
  streams: Streams,
  open: LabOpener = openLab,
): Promise<number> {
  try {
    const [name, ...rest] = rawArgs;
    return name === 'run'
      ? await runCommand(rest, streams, open)
      : await mainCommand(rawArgs, streams);
  } catch (error) {
    const { line, code } = exitOf(error);
    streams.error(`${line}\n`);
    return code;
  }
}

/** `voxmetry run`: a stored recipe on files. */
async function runCommand(
  rawArgs: readonly string[],
  streams: Streams,
  open: LabOpener,
): Promise<number> {
  const command = readRunCommand(rawArgs);
  if (command.show === 'run') return runRecipe(command.job, streams, open);
  streams.out(`${await renderUsage(RUN, { meta: META })}\n`);
  return 0;
}

/** `voxmetry`: the main job. */
async function mainCommand(rawArgs: readonly string[], streams: Streams): Promise<number> {
  const command = readCommand(rawArgs);
  if (command.show === 'job') await measure(command.job, streams);
  else streams.out(`${command.show === 'version' ? LIBRARY : await mainHelp()}\n`);
  return 0;
}

async function mainHelp(): Promise<string> {
  // A file or a command, not both, as the line would read.
  return (await renderUsage(MAIN)).replace('[FILE] run', '[FILE]');
}

async function measure(job: Job, streams: Streams): Promise<void> {
  // What can be refused without a GPU is refused first.
  const given = job.file === undefined ? undefined : await openInputFile(job.file);
  requireGpu();
  await makeDirectory(job.out);
  const sample = given === undefined ? await writeSample(job.out, job.seed) : undefined;
  const input = given ?? (await openInputFile(sample?.file ?? ''));
  const lab = await openLab();
  try {
    const { analysis, csv } = await analyse(lab, input, job, sample?.truth ?? null);
    await writeResults(job.out, analysis, csv);
    streams.out(summaryText(analysis));
    const files = ['report.html', 'result.json', 'particles.csv'].map((name) =>
      join(job.out, name),
    );
    streams.out(`\nwritten: ${files.join(', ')}\n`);
  } finally {
    await lab.dispose();
  }
}

async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageError(`cannot make the directory ${path} (${reason}); choose another with --out`);
  }
}

async function writeResults(directory: string, analysis: Analysis, csv: string): Promise<void> {
  await writeFile(join(directory, 'particles.csv'), csv);
  await writeFile(join(directory, 'result.json'), stringifyResult(resultJson(analysis)));
  await writeFile(join(directory, 'report.html'), reportHtml(analysis));
}
