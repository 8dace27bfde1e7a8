import { parseArgs } from 'citty';
import type { ArgsDef } from 'citty';
import { filled, optional, refuseUnknown, wrong } from '../flag_values.js';
import { OPENING_ARGUMENTS, readOpening } from '../opening.js';
import type { Opening } from '../opening.js';
import { PROFILE_ARGUMENT } from '../profile.js';
import { usageError } from '../usage.js';
import { GRID_ENDINGS } from './grid_files.js';
import type { GridEnding } from './grid_files.js';

const FLAGS = {
  out: {
    type: 'string',
    valueHint: 'DIR',
    description: 'where the results go (default voxmetry-results)',
  },
  format: {
    type: 'string',
    valueHint: 'tif',
    description: `ending of the files of grids: ${GRID_ENDINGS.join(', ')} (default tif)`,
  },
  ...OPENING_ARGUMENTS,
  ...PROFILE_ARGUMENT,
  help: { type: 'boolean', alias: 'h', description: 'show this help' },
} as const satisfies ArgsDef;

/** The arguments of `voxmetry run`, for its help. */
export const RUN_ARGUMENTS = {
  recipe: {
    type: 'positional',
    description: 'a recipe or a bundle, as the library stores them in JSON',
  },
  'file…': {
    type: 'positional',
    description:
      'files or folders of scans (docs/formats.md): one per input of the recipe, in their order or as NAME=FILE; to a recipe of one input any number, one after the other',
  },
  ...FLAGS,
} as const satisfies ArgsDef;

/** What to run, on what, and where the results go. */
export interface RunJob {
  readonly recipe: string;
  /** As given: paths, or `name=path`. */
  readonly files: readonly string[];
  readonly out: string;
  /** How every file is opened. */
  readonly opening: Opening;
  /** What the files of grids end in. */
  readonly ending: GridEnding;
  /** Whether to print where the time went. */
  readonly profile: boolean;
}

/** What `voxmetry run` is asked for. */
export type RunCommand = { readonly show: 'help' } | { readonly show: 'run'; readonly job: RunJob };

/** Reads what follows `voxmetry run`. Throws a one-line error. */
export function readRunCommand(rawArgs: readonly string[]): RunCommand {
  const args = parseArgs<typeof FLAGS>([...rawArgs], FLAGS);
  if (args.help) return { show: 'help' };
  refuseUnknown(args, FLAGS);
  const [recipe, ...files] = args._;
  if (recipe === undefined)
    throw usageError(
      'run needs a RECIPE.json and the files of its inputs; see voxmetry run --help',
    );
  return {
    show: 'run',
    job: {
      recipe,
      files,
      out: optional(args.out, (text) => filled('out', text)) ?? 'voxmetry-results',
      opening: readOpening(args),
      ending: optional(args.format, endingOf) ?? 'tif',
      profile: args.profile === true,
    },
  };
}

function endingOf(text: string): GridEnding {
  const given = text.replace(/^\./, '').toLowerCase();
  const ending = GRID_ENDINGS.find((name) => name === given || name === `ome.${given}`);
  if (ending === undefined) throw wrong('format', text, GRID_ENDINGS.join(', '));
  return ending;
}
