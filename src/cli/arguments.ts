import { parseArgs } from 'citty';
import type { ArgsDef } from 'citty';
import { filled, number, optional, refuseUnknown, wrong } from './flag_values.js';
import { OPENING_ARGUMENTS, readOpening } from './opening.js';
import type { Opening } from './opening.js';
import { usageError } from './usage.js';

/** The command line as citty knows it, for parsing and for the help. */
export const ARGUMENTS = {
  file: {
    type: 'positional',
    required: false,
    description: 'TIFF, npy or raw file; without it a synthetic cathode is made and measured',
  },
  ...OPENING_ARGUMENTS,
  phase: {
    type: 'string',
    valueHint: 'bright|dark',
    description: 'side of Otsu\u2019s threshold to measure (default bright)',
  },
  label: {
    type: 'string',
    valueHint: 'N',
    description: 'the input is segmented already: measure the voxels equal to N',
  },
  out: {
    type: 'string',
    valueHint: 'DIR',
    description: 'where the results go (default voxmetry-report)',
  },
  seed: {
    type: 'string',
    valueHint: 'N',
    description: 'seed of the synthetic cathode (default 1)',
  },
  help: { type: 'boolean', alias: 'h', description: 'show this help' },
  version: { type: 'boolean', alias: 'v', description: 'show the version' },
} as const satisfies ArgsDef;

/** What to do, read from the command line and checked. */
export interface Job extends Opening {
  /** Undefined: the synthetic cathode. */
  readonly file: string | undefined;
  readonly out: string;
  readonly seed: number;
  readonly phase: 'bright' | 'dark' | undefined;
  readonly label: number | undefined;
}

/** What the command line asks for. */
export type Command =
  { readonly show: 'help' | 'version' } | { readonly show: 'job'; readonly job: Job };

/**
 * Reads the command line. Throws a one-line error that names the flag, its value and what is
 * allowed.
 */
export function readCommand(rawArgs: readonly string[]): Command {
  const args = parseArgs<typeof ARGUMENTS>([...rawArgs], ARGUMENTS);
  if (args.help) return { show: 'help' };
  if (args.version) return { show: 'version' };
  refuseUnknown(args, ARGUMENTS);
  if (args._.length > 1)
    throw usageError(
      `one file at a time, but ${String(args._.length)} are given: ${args._.join(' ')}`,
    );

  const file = args._[0];
  const label = optional(args.label, (text) => number('label', text));
  const phase = optional(args.phase, phaseOf);
  const opening = readOpening(args);
  if (label !== undefined && phase !== undefined)
    throw usageError(
      '--label and --phase exclude each other: a segmented input has no bright or dark side',
    );
  const forFiles = { label, phase, ...opening };
  const idle = Object.entries(forFiles).find(([, value]) => value !== undefined)?.[0];
  if (file === undefined && idle !== undefined)
    throw usageError(`--${idle} needs a FILE; without one a synthetic cathode is measured`);
  return {
    show: 'job',
    job: {
      file,
      label,
      phase,
      ...opening,
      out: optional(args.out, (text) => filled('out', text)) ?? 'voxmetry-report',
      seed: optional(args.seed, seedOf) ?? 1,
    },
  };
}

function phaseOf(text: string): 'bright' | 'dark' {
  if (text !== 'bright' && text !== 'dark') throw wrong('phase', text, 'bright or dark');
  return text;
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(seed))
    throw wrong('seed', text, 'an integer 0 … 2^53 − 1');
  return seed;
}
