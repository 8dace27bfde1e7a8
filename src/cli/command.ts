import { defineCommand, renderUsage } from 'citty';
import { LIBRARY } from '../version.js';
import type { About, Truth } from './analysis.js';
import { analyse } from './analyse.js';
import { ARGUMENTS, readCommand } from './arguments.js';
import type { Job } from './arguments.js';
import { CELL_ARGUMENTS, readCellCommand } from './cell/cell_arguments.js';
import { measureCell } from './cell/cell_command.js';
import { INSPECT_ARGUMENTS, readInspectCommand } from './inspect/inspect_arguments.js';
import { inspectFiles } from './inspect/inspect_files.js';
import { measureFile } from './measure_file.js';
import { drawFigures, figureFiles } from './report/figures.js';
import { reportHtml } from './report/page.js';
import { resultJson, stringifyResult } from './result.js';
import { readRunCommand, RUN_ARGUMENTS } from './run/run_arguments.js';
import { runRecipe } from './run/run_recipe.js';
import {
  PLAN_ARGUMENTS,
  readPlanCommand,
  readReduceCommand,
  readTaskCommand,
  REDUCE_ARGUMENTS,
  TASK_ARGUMENTS,
} from './plan/plan_arguments.js';
import { planFiles } from './plan/plan_files.js';
import { reducePlan, runPlanTask } from './plan/plan_stages.js';
import { ownRuntime } from './runtime.js';
import type { Runtime } from './runtime.js';
import { writeSample } from './sample.js';
import type { Streams } from './streams.js';
import { readTwinCommand, TWIN_ARGUMENTS } from './twin/twin_arguments.js';
import { measureByTwins } from './twin/twin_command.js';
import { summaryText } from './summary.js';
import { EXIT_HELP, exitOf } from './usage.js';

const META = {
  name: 'voxmetry',
  version: LIBRARY.split(' ')[1] ?? '',
  description: 'Measures the phases and particles of a 3D image.',
};

const ANALYSE = defineCommand({
  meta: {
    name: 'analyse',
    description: 'Measures a 3D image: what is done where no command is named.',
  },
  args: ARGUMENTS,
});

const RUN = defineCommand({
  meta: {
    name: 'run',
    description: 'Runs a stored recipe on files, and stores every result.',
  },
  args: RUN_ARGUMENTS,
});

const PLAN = defineCommand({
  meta: {
    name: 'plan',
    description: 'Cuts a stored recipe over a large volume into tasks for many machines.',
  },
  args: PLAN_ARGUMENTS,
});

const TASK = defineCommand({
  meta: { name: 'task', description: 'Runs one task of a stage of a plan.' },
  args: TASK_ARGUMENTS,
});

const REDUCE = defineCommand({
  meta: {
    name: 'reduce',
    description: 'Merges what the tasks of a stage found; of the last stage, stores the results.',
  },
  args: REDUCE_ARGUMENTS,
});

const INSPECT = defineCommand({
  meta: { name: 'inspect', description: 'Lists what files and folders hold.' },
  args: INSPECT_ARGUMENTS,
});

const CELL = defineCommand({
  meta: {
    name: 'cell',
    description: 'Measures a wound cell: its can, its windings, and what grew on its collector.',
  },
  args: CELL_ARGUMENTS,
});

const TWIN = defineCommand({
  meta: {
    name: 'twin',
    description:
      'Says what a recipe gets wrong of an electrode, by synthetic twins, and discharges a cell with what is left.',
  },
  args: TWIN_ARGUMENTS,
});

const MAIN = defineCommand({
  meta: META,
  args: ARGUMENTS,
  subCommands: {
    analyse: ANALYSE,
    cell: CELL,
    twin: TWIN,
    run: RUN,
    plan: PLAN,
    task: TASK,
    reduce: REDUCE,
    inspect: INSPECT,
  },
});

/**
 * Runs the command line and resolves to its exit code: 0, 2 for what the user can change (one line
 * on `error` says what), 1 for other failures. Where a part of the analysis fails, the others are
 * written, and the exit code is that of the part.
 *
 * @param runtime - What computes.
 */
export async function runCommandLine(
  rawArgs: readonly string[],
  streams: Streams,
  runtime: Runtime = ownRuntime(rawArgs),
): Promise<number> {
  try {
    const [name, ...rest] = rawArgs;
    if (name === 'analyse')
      return await mainCommand(rest, streams, runtime, () => renderUsage(ANALYSE, { meta: META }));
    if (name === 'cell') return await cellCommand(rest, streams, runtime);
    if (name === 'twin') return await twinCommand(rest, streams, runtime);
    if (name === 'run') return await runCommand(rest, streams, runtime);
    if (name === 'plan') return await planCommand(rest, streams);
    if (name === 'task') return await taskCommand(rest, streams, runtime);
    if (name === 'reduce') return await reduceCommand(rest, streams);
    if (name === 'inspect') return await inspectCommand(rest, streams);
    return await mainCommand(rawArgs, streams, runtime);
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
  runtime: Runtime,
): Promise<number> {
  const command = readRunCommand(rawArgs);
  if (command.show === 'run') return runRecipe(command.job, streams, runtime);
  streams.out(withExitCodes(await renderUsage(RUN, { meta: META })));
  return 0;
}

/** `voxmetry plan`: a recipe in tasks. */
async function planCommand(rawArgs: readonly string[], streams: Streams): Promise<number> {
  const command = readPlanCommand(rawArgs);
  if (command.show === 'job') return planFiles(command.job, streams);
  streams.out(withExitCodes(await renderUsage(PLAN, { meta: META })));
  return 0;
}

/** `voxmetry task`: a task of a plan. */
async function taskCommand(
  rawArgs: readonly string[],
  streams: Streams,
  runtime: Runtime,
): Promise<number> {
  const command = readTaskCommand(rawArgs);
  if (command.show === 'job') return runPlanTask(command.job, streams, runtime);
  streams.out(withExitCodes(await renderUsage(TASK, { meta: META })));
  return 0;
}

/** `voxmetry reduce`: what the tasks of a stage come to. */
async function reduceCommand(rawArgs: readonly string[], streams: Streams): Promise<number> {
  const command = readReduceCommand(rawArgs);
  if (command.show === 'job') return reducePlan(command.job, streams);
  streams.out(withExitCodes(await renderUsage(REDUCE, { meta: META })));
  return 0;
}

/** `voxmetry cell`: a wound cell. */
async function cellCommand(
  rawArgs: readonly string[],
  streams: Streams,
  runtime: Runtime,
): Promise<number> {
  const command = readCellCommand(rawArgs);
  if (command.show === 'job') return measureCell(command.job, streams, runtime);
  streams.out(withExitCodes(await renderUsage(CELL, { meta: META })));
  return 0;
}

/** `voxmetry twin`: a scan and its twins. */
async function twinCommand(
  rawArgs: readonly string[],
  streams: Streams,
  runtime: Runtime,
): Promise<number> {
  const command = readTwinCommand(rawArgs);
  if (command.show === 'job') return measureByTwins(command.job, streams, runtime);
  streams.out(withExitCodes(await renderUsage(TWIN, { meta: META })));
  return 0;
}

/** `voxmetry inspect`: what files hold. */
async function inspectCommand(rawArgs: readonly string[], streams: Streams): Promise<number> {
  const command = readInspectCommand(rawArgs);
  if (command.show === 'contents') return inspectFiles(command.job, streams);
  streams.out(withExitCodes(await renderUsage(INSPECT, { meta: META })));
  return 0;
}

/** `voxmetry` or `voxmetry analyse`: the main job. */
async function mainCommand(
  rawArgs: readonly string[],
  streams: Streams,
  runtime: Runtime,
  help = mainHelp,
): Promise<number> {
  const command = readCommand(rawArgs);
  if (command.show === 'job') return measure(command.job, streams, runtime);
  streams.out(command.show === 'version' ? `${LIBRARY}\n` : withExitCodes(await help()));
  return 0;
}

async function mainHelp(): Promise<string> {
  // A file or a command, not both, as the line would read.
  return (await renderUsage(MAIN)).replace(/\[FILE\] analyse\S*/, '[FILE]');
}

function withExitCodes(usage: string): string {
  return `${usage.trimEnd()}\n\n${EXIT_HELP}`;
}

function measure(job: Job, streams: Streams, runtime: Runtime): Promise<number> {
  return measureFile(job, streams, runtime, {
    makeSample: (folder) => writeSample(folder, job.seed),
    async measure({ lab, input, about, sample, signal }) {
      const said = sample === undefined ? about : ofCathode(about, sample.truth);
      const truth = sample?.truth ?? null;
      const { analysis, csv } = await analyse(lab, input, job, said, truth, signal);
      const figures = drawFigures(analysis);
      const drawn = figureFiles(figures);
      return {
        texts: {
          'report.html': reportHtml(analysis, figures),
          'result.json': stringifyResult(resultJson(analysis, drawn)),
          ...(csv === null ? {} : { 'particles.csv': csv }),
        },
        figures: drawn,
        // A table of the results before is none of these.
        absent: csv === null ? ['particles.csv'] : [],
        summary: summaryText(analysis),
        missing: analysis.missing ?? [],
      };
    },
  });
}

/** What is said of the synthetic cathode, where its user says nothing else. */
function ofCathode(about: About, { seed }: Truth): About {
  return {
    ...about,
    sample: about.sample ?? 'Synthetic cathode',
    notes: [
      ...about.notes,
      `Spheres packed at random (seed ${String(seed)}), blurred and with noise; the truth is known.`,
    ],
    phases: { bright: 'particles', dark: 'pores', ...about.phases },
  };
}
