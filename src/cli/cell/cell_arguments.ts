import { parseArgs } from 'citty';
import type { ArgsDef } from 'citty';
import { ABOUT_ARGUMENTS, readAboutFlags, type AboutFlags } from '../about.js';
import { filled, number, optional, refuseUnknown, wrong } from '../flag_values.js';
import { oneFile, refuseWithoutFile } from '../one_file.js';
import { OPENING_ARGUMENTS, readOpening, type Opening } from '../opening.js';
import { PROFILE_ARGUMENT } from '../profile.js';
import { usageError } from '../usage.js';

/** The arguments of `voxmetry cell`, for its help. */
export const CELL_ARGUMENTS = {
  file: {
    type: 'positional',
    required: false,
    description:
      'file or folder of a scan of a wound cell, its axis along z (docs/formats.md); without it a synthetic cell is made and measured',
  },
  ...OPENING_ARGUMENTS,
  electrode: {
    type: 'string',
    valueHint: 'LO,HI',
    description:
      'grey levels of the electrode whose windings are followed, as the cathode (default: the middle one of the three classes by Otsu)',
  },
  anode: {
    type: 'string',
    valueHint: 'LO,HI',
    description:
      'grey levels of the foil of the anode: measures how far it stands out beyond that electrode, the cathode, at both ends',
  },
  overhang: {
    type: 'string',
    valueHint: 'LENGTH',
    description: 'overhang that is asked for: tells what share of each turn has less (default: 0)',
  },
  coating: {
    type: 'string',
    valueHint: 'LENGTH',
    description:
      'thickness of the coating on the foil between the turns of that electrode: tells how far outgrowths are from the separator',
  },
  foil: {
    type: 'string',
    valueHint: 'WIDTH',
    description:
      'thickness of that foil, in the unit of the spacing (default: measured, where it has 3 voxels or more): thinner ones are searched by what they hold more, and need it',
  },
  regime: {
    type: 'string',
    valueHint: 'NAME',
    description:
      'resolved, by the faces of the foil, or unresolved, by what it holds more (default: by its thickness)',
  },
  'min-height': {
    type: 'string',
    valueHint: 'LENGTH',
    description:
      'least height of the outgrowths that are listed, or least thickness where the foil is not resolved (default: 3 voxels; none)',
  },
  every: {
    type: 'string',
    valueHint: 'N',
    description: 'follow the windings in every Nth slice (default: so that there are at most 128)',
  },
  ...ABOUT_ARGUMENTS,
  out: {
    type: 'string',
    valueHint: 'DIR',
    description: 'where the results go (default voxmetry-cell)',
  },
  seed: { type: 'string', valueHint: 'N', description: 'seed of the synthetic cell (default 1)' },
  ...PROFILE_ARGUMENT,
  help: { type: 'boolean', alias: 'h', description: 'show this help' },
} as const satisfies ArgsDef;

/** What to measure of a cell, read from the command line and checked. */
export interface CellJob extends Opening, AboutFlags {
  /** Undefined: the synthetic cell. */
  readonly file: string | undefined;
  readonly out: string;
  readonly seed: number;
  /** Whether to print where the time went. */
  readonly profile: boolean;
  /** Grey levels of the electrode, both ends included. */
  readonly electrode: readonly [lo: number, hi: number] | undefined;
  /** Grey levels of the anode's foil, both ends included. */
  readonly anode: readonly [lo: number, hi: number] | undefined;
  /** Overhang that is asked for. */
  readonly overhang: number | undefined;
  readonly coating: number | undefined;
  /** Thickness of the foil that is searched. */
  readonly foil: number | undefined;
  readonly regime: 'resolved' | 'unresolved' | undefined;
  readonly minHeight: number | undefined;
  readonly every: number | undefined;
}

/** What `voxmetry cell` is asked for. */
export type CellCommand =
  { readonly show: 'help' } | { readonly show: 'job'; readonly job: CellJob };

/** Reads what follows `voxmetry cell`. Throws a one-line error. */
export function readCellCommand(rawArgs: readonly string[]): CellCommand {
  const args = parseArgs<typeof CELL_ARGUMENTS>([...rawArgs], CELL_ARGUMENTS);
  if (args.help) return { show: 'help' };
  refuseUnknown(args, CELL_ARGUMENTS);
  const file = oneFile(args._);
  const opening = readOpening(args);
  const electrode = optional(args.electrode, (text) => band('electrode', text));
  const anode = optional(args.anode, (text) => band('anode', text));
  const overhang = optional(args.overhang, (text) => lengthOf('overhang', text));
  const coating = optional(args.coating, (text) => lengthOf('coating', text));
  const foil = optional(args.foil, (text) => lengthOf('foil', text));
  const regime = optional(args.regime, regimeOf);
  const minHeight = optional(args['min-height'], (text) => lengthOf('min-height', text));
  refuseWithoutFile(file, { ...opening, electrode, anode, coating, foil, regime }, 'cell');
  if (file !== undefined && overhang !== undefined && anode === undefined)
    throw usageError('--overhang needs --anode LO,HI, the grey levels of the anode’s foil');
  return {
    show: 'job',
    job: {
      ...{ file, electrode, anode, overhang, coating, foil, regime, minHeight },
      ...opening,
      ...readAboutFlags(args),
      every: optional(args.every, (text) => whole('every', text, 1)),
      seed: optional(args.seed, (text) => whole('seed', text, 0)) ?? 1,
      profile: args.profile === true,
      out: optional(args.out, (text) => filled('out', text)) ?? 'voxmetry-cell',
    },
  };
}

function band(flag: string, text: string): readonly [number, number] {
  const parts = text.split(',').map((part) => number(flag, part));
  const [lo, hi] = parts;
  if (lo === undefined || hi === undefined || parts.length > 2 || lo > hi)
    throw wrong(flag, text, 'two grey levels, the lower first, as 21000,40000');
  return [lo, hi];
}

function regimeOf(text: string): 'resolved' | 'unresolved' {
  if (text !== 'resolved' && text !== 'unresolved')
    throw wrong('regime', text, 'resolved or unresolved');
  return text;
}

function lengthOf(flag: string, text: string): number {
  const value = number(flag, text);
  if (!(value > 0)) throw wrong(flag, text, 'a length in the unit of the spacing');
  return value;
}

function whole(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least)
    throw wrong(flag, text, `a whole number, ${String(least)} or more`);
  return value;
}
