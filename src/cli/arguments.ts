import { parseArgs } from 'citty';
import type { ArgsDef } from 'citty';
import { ABOUT_ARGUMENTS, readAboutFlags, type AboutFlags } from './about.js';
import { filled, number, optional, refuseUnknown, wrong } from './flag_values.js';
import { oneFile, refuseWithoutFile } from './one_file.js';
import { OPENING_ARGUMENTS, readOpening } from './opening.js';
import type { Opening } from './opening.js';
import { PROFILE_ARGUMENT } from './profile.js';
import { usageError } from './usage.js';

/** The command line as citty knows it, for parsing and for the help. */
export const ARGUMENTS = {
  file: {
    type: 'positional',
    required: false,
    description:
      'file or folder of a scan (docs/formats.md); without it a synthetic cathode is made and measured',
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
  'min-voxels': {
    type: 'string',
    valueHint: 'N',
    description: 'particles of fewer voxels do not count (default: all count)',
  },
  thickness: { type: 'boolean', description: 'local thickness of every phase' },
  tortuosity: {
    type: 'string',
    valueHint: 'xyz',
    description: 'tortuosity factor of every phase along these axes, as z or xyz',
  },
  'threshold-sizes': {
    type: 'boolean',
    description: 'D50 at other thresholds as well, which separates particles three times',
  },
  ...ABOUT_ARGUMENTS,
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
  ...PROFILE_ARGUMENT,
  help: { type: 'boolean', alias: 'h', description: 'show this help' },
  version: { type: 'boolean', alias: 'v', description: 'show the version' },
} as const satisfies ArgsDef;

/** What to do, read from the command line and checked. */
export interface Job extends Opening, AboutFlags {
  /** Undefined: the synthetic cathode. */
  readonly file: string | undefined;
  readonly out: string;
  readonly seed: number;
  readonly phase: 'bright' | 'dark' | undefined;
  readonly label: number | undefined;
  /** Particles of fewer voxels do not count. */
  readonly minVoxels: number | undefined;
  readonly thickness: boolean;
  readonly tortuosity: readonly ('x' | 'y' | 'z')[];
  /** D50 at other thresholds. */
  readonly thresholdSizes: boolean;
  /** Whether to print where the time went. */
  readonly profile: boolean;
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
  const file = oneFile(args._);
  const label = optional(args.label, (text) => number('label', text));
  const phase = optional(args.phase, phaseOf);
  const opening = readOpening(args);
  if (label !== undefined && args['threshold-sizes'] === true)
    throw usageError(
      '--label and --threshold-sizes exclude each other: no threshold makes a label',
    );
  if (label !== undefined && phase !== undefined)
    throw usageError(
      '--label and --phase exclude each other: a segmented input has no bright or dark side',
    );
  const forFiles = { label, phase, ...opening };
  refuseWithoutFile(file, forFiles, 'cathode');
  return {
    show: 'job',
    job: {
      file,
      label,
      phase,
      ...opening,
      ...readAboutFlags(args),
      minVoxels: optional(args['min-voxels'], (text) => wholeOf('min-voxels', text)),
      thickness: args.thickness === true,
      tortuosity: optional(args.tortuosity, axesOf) ?? [],
      thresholdSizes: args['threshold-sizes'] === true,
      out: optional(args.out, (text) => filled('out', text)) ?? 'voxmetry-report',
      seed: optional(args.seed, seedOf) ?? 1,
      profile: args.profile === true,
    },
  };
}

function phaseOf(text: string): 'bright' | 'dark' {
  if (text !== 'bright' && text !== 'dark') throw wrong('phase', text, 'bright or dark');
  return text;
}

function wholeOf(flag: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value === 0)
    throw wrong(flag, text, 'a number of voxels, 1 or more');
  return value;
}

function axesOf(text: string): readonly ('x' | 'y' | 'z')[] {
  const axes = (['x', 'y', 'z'] as const).filter((axis) => text.includes(axis));
  if (axes.length === 0 || axes.length !== text.length)
    throw wrong('tortuosity', text, 'x, y and z, each once, as z or xyz');
  return axes;
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(seed))
    throw wrong('seed', text, 'an integer 0 … 2^53 − 1');
  return seed;
}
