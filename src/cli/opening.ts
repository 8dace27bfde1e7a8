import type { ArgsDef } from 'citty';
import { DTYPE_NAMES } from '../recipe/dtype.js';
import type { Dtype } from '../recipe/dtype.js';
import type { Vec3 } from '../recipe/geometry.js';
import { filled, optional, three, wrong } from './flag_values.js';

/** The flags that say how a file is opened. */
export const OPENING_ARGUMENTS = {
  spacing: { type: 'string', valueHint: 'x,y,z', description: 'distance between voxel centres' },
  unit: { type: 'string', valueHint: 'µm', description: 'unit of the spacing' },
  size: { type: 'string', valueHint: 'x,y,z', description: 'voxels along x, y, z of a raw file' },
  dtype: {
    type: 'string',
    valueHint: 'u8',
    description: `type of a raw file: ${DTYPE_NAMES.join(', ')}`,
  },
  dataset: {
    type: 'string',
    valueHint: 'NAME',
    description: 'of a file or folder with several grids: which one',
  },
  channel: { type: 'string', valueHint: 'NAME', description: 'of several channels: which one' },
  time: { type: 'string', valueHint: 'N', description: 'of several times: which one, from 0' },
  level: { type: 'string', valueHint: 'N', description: 'of a pyramid: which resolution, from 0' },
} as const satisfies ArgsDef;

/** How a file is opened: what its user states of it. */
export interface Opening {
  readonly spacing: Vec3 | undefined;
  readonly unit: string | undefined;
  readonly size: Vec3 | undefined;
  readonly dtype: Dtype | undefined;
  readonly dataset: string | undefined;
  readonly channel: string | number | undefined;
  readonly time: number | undefined;
  readonly level: number | undefined;
}

/** Reads the flags that say how a file is opened. */
export function readOpening(
  args: Readonly<Record<keyof typeof OPENING_ARGUMENTS, string | undefined>>,
): Opening {
  return {
    size: optional(args.size, (text) =>
      three('size', text, positiveInteger, 'three positive integers, as 200,200,100'),
    ),
    dtype: optional(args.dtype, dtypeOf),
    spacing: optional(args.spacing, (text) =>
      three('spacing', text, positive, 'three positive lengths, as 0.4,0.4,0.5'),
    ),
    unit: optional(args.unit, (text) => filled('unit', text)),
    dataset: optional(args.dataset, (text) => filled('dataset', text)),
    channel: optional(args.channel, (text) => channelOf(filled('channel', text))),
    time: optional(args.time, (text) => index('time', text)),
    level: optional(args.level, (text) => index('level', text)),
  };
}

function index(flag: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw wrong(flag, text, 'a whole number, from 0');
}

/** Channels go by name; a number is their place, unless it is a name. */
function channelOf(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text;
}

function positive(value: number): boolean {
  return value > 0 && value < Infinity;
}

function positiveInteger(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}

function dtypeOf(text: string): Dtype {
  const dtype = DTYPE_NAMES.find((name) => name === text);
  if (dtype === undefined) throw wrong('dtype', text, DTYPE_NAMES.join(', '));
  return dtype;
}
