import { readFile } from 'node:fs/promises';
import { parseArgs } from 'citty';
import type { ArgsDef } from 'citty';
import { ABOUT_ARGUMENTS, readAboutFlags, type AboutFlags } from '../about.js';
import { filled, optional, refuseUnknown, wrong } from '../flag_values.js';
import { reasonOf } from '../input_file.js';
import { oneFile, refuseWithoutFile } from '../one_file.js';
import { OPENING_ARGUMENTS, readOpening, type Opening } from '../opening.js';
import { PROFILE_ARGUMENT } from '../profile.js';
import { usageError } from '../usage.js';

/** The arguments of `voxmetry twin`, for its help. */
export const TWIN_ARGUMENTS = {
  file: {
    type: 'positional',
    required: false,
    description:
      'file or folder of a scan of an electrode, its particles bright (docs/formats.md); without it a synthetic cathode is made and measured',
  },
  ...OPENING_ARGUMENTS,
  axis: { type: 'string', valueHint: 'x|y|z', description: 'through the layer (default z)' },
  twins: {
    type: 'string',
    valueHint: 'N',
    description:
      'twins by each generator, 4 to 100 (default 12), and up to twice as many where that tells more',
  },
  into: {
    type: 'string',
    valueHint: 'FILE',
    description:
      'BPX file of a cell whose positive electrode this is: it is written anew with what was measured, and discharged (default with the synthetic cathode: an invented cell)',
  },
  ...ABOUT_ARGUMENTS,
  out: {
    type: 'string',
    valueHint: 'DIR',
    description: 'where the results go (default voxmetry-twin)',
  },
  seed: {
    type: 'string',
    valueHint: 'N',
    description: 'seed of the twins, and of the synthetic cathode (default 1)',
  },
  ...PROFILE_ARGUMENT,
  help: { type: 'boolean', alias: 'h', description: 'show this help' },
} as const satisfies ArgsDef;

/** What to make twins of, read from the command line and checked. */
export interface TwinJob extends Opening, AboutFlags {
  /** Undefined: the synthetic cathode. */
  readonly file: string | undefined;
  readonly out: string;
  readonly seed: number;
  /** Whether to print where the time went. */
  readonly profile: boolean;
  readonly axis: 'x' | 'y' | 'z';
  readonly twins: number;
  /** The BPX file of the rest of the cell. */
  readonly into: string | undefined;
}

/** What `voxmetry twin` is asked for. */
export type TwinCommand =
  { readonly show: 'help' } | { readonly show: 'job'; readonly job: TwinJob };

/** Reads what follows `voxmetry twin`. Throws a one-line error. */
export function readTwinCommand(rawArgs: readonly string[]): TwinCommand {
  const args = parseArgs<typeof TWIN_ARGUMENTS>([...rawArgs], TWIN_ARGUMENTS);
  if (args.help) return { show: 'help' };
  refuseUnknown(args, TWIN_ARGUMENTS);
  const file = oneFile(args._);
  const opening = readOpening(args);
  refuseWithoutFile(file, opening, 'cathode');
  return {
    show: 'job',
    job: {
      file,
      ...opening,
      ...readAboutFlags(args),
      axis: optional(args.axis, axisOf) ?? 'z',
      twins: optional(args.twins, (text) => whole('twins', text, 4, 100)) ?? 12,
      into: optional(args.into, (text) => filled('into', text)),
      seed: optional(args.seed, (text) => whole('seed', text, 0, 2 ** 31 - 1)) ?? 1,
      profile: args.profile === true,
      out: optional(args.out, (text) => filled('out', text)) ?? 'voxmetry-twin',
    },
  };
}

function axisOf(text: string): 'x' | 'y' | 'z' {
  if (text !== 'x' && text !== 'y' && text !== 'z') throw wrong('axis', text, 'x, y or z');
  return text;
}

function whole(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw wrong(flag, text, `a whole number from ${String(least)} to ${String(most)}`);
  return value;
}

/** Reads the BPX file of a cell. */
export async function readCellFile(path: string): Promise<object> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw usageError(`cannot read --into ${path}: ${reasonOf(error)}`);
  });
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === 'object' && content !== null) return content;
  } catch {
    // Refused below.
  }
  throw usageError(`--into ${path} is no JSON of an object; give a BPX file (docs/simulation.md)`);
}
