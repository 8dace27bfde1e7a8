import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineCommand, renderUsage } from 'citty';
import { openLab } from '../index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { LIBRARY } from '../version.js';
import type { Analysis } from './analysis.js';
import { analyse } from './analyse.js';
import { ARGUMENTS, readCommand } from './arguments.js';
import type { Job } from './arguments.js';
import { openInputFile } from './input_file.js';
import { reportHtml } from './report/page.js';
import { resultJson, stringifyResult } from './result.js';
import { writeSample } from './sample.js';
import { summaryText } from './summary.js';
import { exitOf, usageError } from './usage.js';

/** Where the command line writes. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/**
 * Runs the command line and resolves to its exit code: 0, 2 for what the user can change (one line
 * on `error` says what), 1 for other failures.
 */
export async function runCommandLine(
  rawArgs: readonly string[],
  streams: Streams,
): Promise<number> {
  try {
    const command = readCommand(rawArgs);
    if (command.show === 'job') await measure(command.job, streams);
    else streams.out(command.show === 'version' ? `${LIBRARY}\n` : `${await helpText()}\n`);
    return 0;
  } catch (error) {
    const { line, code } = exitOf(error);
    streams.error(`${line}\n`);
    return code;
  }
}

function helpText(): Promise<string> {
  return renderUsage(
    defineCommand({
      meta: {
        name: 'voxmetry',
        version: LIBRARY.split(' ')[1] ?? '',
        description: 'Measures the particles of a 3D image: median, Otsu, separate, measure.',
      },
      args: ARGUMENTS,
    }),
  );
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

function requireGpu(): void {
  const { navigator } = globalThis as { navigator?: { gpu?: unknown } };
  if (navigator?.gpu === undefined)
    throw new VoxmetryError(
      'webgpu-unavailable',
      'webgpu-unavailable: this runtime has no WebGPU. Use `npm run demo`, which starts the command where there is one, or run it with `deno run -A --unstable-webgpu`.',
    );
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
