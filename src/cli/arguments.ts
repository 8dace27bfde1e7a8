import { parseArgs } from 'citty';
import type { ArgsDef } from 'citty';
import { DTYPE_NAMES } from '../recipe/dtype.js';
import type { Dtype } from '../recipe/dtype.js';
import type { Vec3 } from '../recipe/geometry.js';
import { usageError } from './usage.js';

/** The command line as citty knows it, for parsing and for the help. */
export const ARGUMENTS = {
  file: {
    type: 'positional',
    required: false,
    description: 'TIFF, npy or raw file; without it a synthetic cathode is made and measured',
  },
  spacing: { type: 'string', valueHint: 'x,y,z', description: 'distance between voxel centres' },
  unit: { type: 'string', valueHint: 'µm', description: 'unit of the spacing' },
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
  size: { type: 'string', valueHint: 'x,y,z', description: 'voxels along x, y, z of a raw file' },
  dtype: {
    type: 'string',
    valueHint: 'u8',
    description: `type of a raw file: ${DTYPE_NAMES.join(', ')}`,
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
export interface Job {
  /** Undefined: the synthetic cathode. */
  readonly file: string | undefined;
  readonly out: string;
  readonly seed: number;
  readonly spacing: Vec3 | undefined;
  readonly unit: string | undefined;
  readonly phase: 'bright' | 'dark' | undefined;
  readonly label: number | undefined;
  readonly size: Vec3 | undefined;
  readonly dtype: Dtype | undefined;
}

/** What the command line asks for. */
export type Command =
  { readonly show: 'help' | 'version' } | { readonly show: 'job'; readonly job: Job };

/** Reads the command line. Throws a one-line error that names the flag, its value and what is allowed. */
export function readCommand(rawArgs: readonly string[]): Command {
  const args = parseArgs<typeof ARGUMENTS>([...rawArgs], ARGUMENTS);
  if (args.help) return { show: 'help' };
  if (args.version) return { show: 'version' };
  const known = ['_', 'h', 'v', ...Object.keys(ARGUMENTS)];
  const unknown = Object.keys(args).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw usageError(
      `unknown flag ${unknown.length === 1 ? '-' : '--'}${unknown}; see --help for those there are`,
    );
  if (args._.length > 1)
    throw usageError(
      `one file at a time, but ${String(args._.length)} are given: ${args._.join(' ')}`,
    );

  const file = args._[0];
  const label = optional(args.label, (text) => number('label', text));
  const phase = optional(args.phase, phaseOf);
  const size = optional(args.size, (text) =>
    three('size', text, positiveInteger, 'three positive integers, as 200,200,100'),
  );
  const dtype = optional(args.dtype, dtypeOf);
  if (label !== undefined && phase !== undefined)
    throw usageError(
      '--label and --phase exclude each other: a segmented input has no bright or dark side',
    );
  const forFiles = { label, phase, size, dtype, spacing: args.spacing, unit: args.unit };
  const idle = Object.entries(forFiles).find(([, value]) => value !== undefined)?.[0];
  if (file === undefined && idle !== undefined)
    throw usageError(`--${idle} needs a FILE; without one a synthetic cathode is measured`);
  return {
    show: 'job',
    job: {
      file,
      label,
      phase,
      size,
      dtype,
      out: optional(args.out, (text) => filled('out', text)) ?? 'voxmetry-report',
      seed: optional(args.seed, seedOf) ?? 1,
      spacing: optional(args.spacing, (text) =>
        three('spacing', text, positive, 'three positive lengths, as 0.4,0.4,0.5'),
      ),
      unit: optional(args.unit, (text) => filled('unit', text)),
    },
  };
}

function optional<T>(text: string | undefined, read: (text: string) => T): T | undefined {
  return text === undefined ? undefined : read(text);
}

function wrong(flag: string, text: string, allowed: string): Error {
  return usageError(`--${flag} is '${text}'; allowed: ${allowed}`);
}

function filled(flag: string, text: string): string {
  if (text.trim() === '') throw wrong(flag, text, 'a text that is not empty');
  return text;
}

function number(flag: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw wrong(flag, text, 'a number');
  return value;
}

function three(
  flag: string,
  text: string,
  fits: (value: number) => boolean,
  allowed: string,
): Vec3 {
  const [x, y, z, ...more] = text
    .split(/[,x×]/)
    .map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (
    x === undefined ||
    y === undefined ||
    z === undefined ||
    more.length > 0 ||
    ![x, y, z].every(fits)
  )
    throw wrong(flag, text, allowed);
  return [x, y, z];
}

function positive(value: number): boolean {
  return value > 0 && value < Infinity;
}

function positiveInteger(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}

function phaseOf(text: string): 'bright' | 'dark' {
  if (text !== 'bright' && text !== 'dark') throw wrong('phase', text, 'bright or dark');
  return text;
}

function dtypeOf(text: string): Dtype {
  const dtype = DTYPE_NAMES.find((name) => name === text);
  if (dtype === undefined) throw wrong('dtype', text, DTYPE_NAMES.join(', '));
  return dtype;
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(seed))
    throw wrong('seed', text, 'an integer 0 … 2^53 − 1');
  return seed;
}
