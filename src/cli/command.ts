import { defineCommand, renderUsage } from 'citty';
import type { ArgsDef, CommandDef } from 'citty';
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
    if (name === 'cell')
      return await answer(readCellCommand(rest), CELL, streams, (job) =>
        measureCell(job, streams, runtime),
      );
    if (name === 'twin')
      return await answer(readTwinCommand(rest), TWIN, streams, (job) =>
        measureByTwins(job, streams, runtime),
      );
    if (name === 'run')
      return await answer(readRunCommand(rest), RUN, streams, (job) =>
        runRecipe(job, streams, runtime),
      );
    if (name === 'plan')
      return await answer(readPlanCommand(rest), PLAN, streams, (job) => planFiles(job, streams));
    if (name === 'task')
      return await answer(readTaskCommand(rest), TASK, streams, (job) =>
        runPlanTask(job, streams, runtime),
      );
    if (name === 'reduce')
      return await answer(readReduceCommand(rest), REDUCE, streams, (job) =>
        reducePlan(job, streams),
      );
    if (name === 'inspect')
      return await answer(readInspectCommand(rest), INSPECT, streams, (job) =>
        inspectFiles(job, streams),
      );
    return await mainCommand(rawArgs, streams, runtime);
  } catch (error) {
    const { line, code } = exitOf(error);
    streams.error(`${line}\n`);
    return code;
  }
}

/** Does what a command is asked for, or prints its help. */
async function answer<J, T extends ArgsDef>(
  asked: { readonly show: 'help' } | { readonly show: string; readonly job: J },
  command: CommandDef<T>,
  streams: Streams,
  work: (job: J) => Promise<number>,
): Promise<number> {
  if ('job' in asked) return work(asked.job);
  streams.out(withExitCodes(await renderUsage(command, { meta: META })));
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
