import { parseArgs } from 'citty';
import type { ArgsDef } from 'citty';
import { filled, optional, refuseUnknown, wrong } from '../flag_values.js';
import { OPENING_ARGUMENTS, readOpening } from '../opening.js';
import type { Opening } from '../opening.js';
import { usageError } from '../usage.js';

const HELP = { help: { type: 'boolean', alias: 'h', description: 'show this help' } } as const;

/** What a lab takes of a GPU by itself. */
const USUAL_MEMORY = 2 ** 30;
const USUAL_TASK = 1024;

const PLAN_FLAGS = {
  'task-size': {
    type: 'string',
    valueHint: 'N',
    description: `voxels of a task, as the edge of a cube of as many (default ${String(USUAL_TASK)})`,
  },
  memory: {
    type: 'string',
    valueHint: '1GiB',
    description: 'GPU memory that a task may take (default 1GiB)',
  },
  plan: {
    type: 'string',
    valueHint: 'FILE',
    description: 'where the plan goes (default OUT.zarr.plan.json)',
  },
  ...OPENING_ARGUMENTS,
  ...HELP,
} as const satisfies ArgsDef;

const PLAN_FILE = {
  type: 'positional',
  description: 'a plan, as voxmetry plan writes it',
} as const;
const STAGE = { type: 'positional', description: 'the name of a stage of the plan' } as const;

/** The arguments of `voxmetry plan`, for its help. */
export const PLAN_ARGUMENTS = {
  recipe: {
    type: 'positional',
    description: 'a recipe or a bundle, as the library stores them in JSON',
  },
  'in…': {
    type: 'positional',
    description:
      'a folder or file of a scan for each input of the recipe, best OME-Zarr, in their order or as NAME=PATH',
  },
  out: { type: 'positional', description: 'the folder that results which are grids go to' },
  ...PLAN_FLAGS,
} as const satisfies ArgsDef;

/** The arguments of `voxmetry task`, for its help. */
export const TASK_ARGUMENTS = {
  plan: PLAN_FILE,
  stage: STAGE,
  index: { type: 'positional', description: 'the number of the task, from 0' },
  ...HELP,
} as const satisfies ArgsDef;

/** The arguments of `voxmetry reduce`, for its help. */
export const REDUCE_ARGUMENTS = {
  plan: PLAN_FILE,
  stage: STAGE,
  ...HELP,
} as const satisfies ArgsDef;

/** What to plan. */
export interface PlanJob {
  readonly recipe: string;
  /** As given: paths, or `name=path`. */
  readonly inputs: readonly string[];
  readonly out: string;
  readonly file: string;
  readonly taskSize: number;
  readonly memory: number;
  readonly opening: Opening;
}

/** Which task to run. */
export interface TaskJob {
  readonly plan: string;
  readonly stage: string;
  readonly index: number;
}

/** Which stage to end. */
export interface ReduceJob {
  readonly plan: string;
  readonly stage: string;
}

/** What a command is asked for. */
type Command<J> = { readonly show: 'help' } | { readonly show: 'job'; readonly job: J };

/** Reads what follows `voxmetry plan`. Throws a one-line error. */
export function readPlanCommand(rawArgs: readonly string[]): Command<PlanJob> {
  const args = parseArgs<typeof PLAN_FLAGS>([...rawArgs], PLAN_FLAGS);
  if (args.help) return { show: 'help' };
  refuseUnknown(args, PLAN_FLAGS);
  const [recipe, ...paths] = args._;
  const out = paths.pop()?.replace(/[/\\]+$/, '');
  if (recipe === undefined || out === undefined || out === '' || paths.length === 0)
    throw usageError('plan needs a RECIPE.json, IN.zarr and OUT.zarr; see voxmetry plan --help');
  return {
    show: 'job',
    job: {
      recipe,
      inputs: paths,
      out,
      file: optional(args.plan, (text) => filled('plan', text)) ?? `${out}.plan.json`,
      taskSize: optional(args['task-size'], taskSizeOf) ?? USUAL_TASK,
      memory: optional(args.memory, bytesOf) ?? USUAL_MEMORY,
      opening: readOpening(args),
    },
  };
}

/** Reads what follows `voxmetry task`. Throws a one-line error. */
export function readTaskCommand(rawArgs: readonly string[]): Command<TaskJob> {
  const args = parseArgs<typeof HELP>([...rawArgs], HELP);
  if (args.help) return { show: 'help' };
  refuseUnknown(args, HELP);
  const [plan, stage, index, ...more] = args._;
  if (plan === undefined || stage === undefined || index === undefined || more.length > 0)
    throw usageError('task needs PLAN.json, STAGE and INDEX; see voxmetry task --help');
  if (!/^\d{1,9}$/.test(index))
    throw usageError(`INDEX is '${index}'; allowed: whole numbers from 0`);
  return { show: 'job', job: { plan, stage, index: Number(index) } };
}

/** Reads what follows `voxmetry reduce`. Throws a one-line error. */
export function readReduceCommand(rawArgs: readonly string[]): Command<ReduceJob> {
  const args = parseArgs<typeof HELP>([...rawArgs], HELP);
  if (args.help) return { show: 'help' };
  refuseUnknown(args, HELP);
  const [plan, stage, ...more] = args._;
  if (plan === undefined || stage === undefined || more.length > 0)
    throw usageError('reduce needs PLAN.json and STAGE; see voxmetry reduce --help');
  return { show: 'job', job: { plan, stage } };
}

function taskSizeOf(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= 2 ** 16) return value;
  throw wrong('task-size', text, 'a whole number of voxels from 1 to 65536');
}

const UNITS = { M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 } as const;

function bytesOf(text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?) ?([MGT])(?:i?B)?$/.exec(text) ?? [];
  const bytes = Math.round(Number(digits) * UNITS[unit as keyof typeof UNITS]);
  if (bytes >= 2 ** 20) return bytes;
  throw wrong('memory', text, 'a size with its unit from 1MiB on, as 512MiB or 16GiB');
}
