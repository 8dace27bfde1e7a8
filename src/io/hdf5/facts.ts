import type { Attributes, Hdf5Dataset, Hdf5Tree } from './tree.js';

/** What an axis of a dataset is: of space, of channels, or of times. */
export type Role = 'x' | 'y' | 'z' | 'c' | 't';

/** What is said of one axis of a dataset. */
export interface AxisFacts {
  readonly role?: Role | undefined;
  /** The distance of its values; negative where it runs backwards. */
  readonly step?: number | undefined;
  readonly unit?: string | undefined;
  /** Of the axis of a spectrum: its name, and where its first value lies. */
  readonly signal?: { readonly name: string; readonly offset: number } | undefined;
}

/** What a convention says of a dataset, axis by axis. */
export interface DatasetFacts {
  readonly axes: readonly AxisFacts[];
  /** Distances by what the axes are, where they are stated so. */
  readonly along?: Readonly<Record<'x' | 'y' | 'z', number>> & {
    readonly unit: string | undefined;
  };
  /** Where the distances were read. */
  readonly from?: string;
  readonly warnings?: readonly string[];
}

/** A dataset and what lies about it. */
export interface DatasetContext {
  readonly tree: Hdf5Tree;
  readonly dataset: Hdf5Dataset;
  readonly attributes: Attributes;
  /** The path of its group. */
  readonly group: string;
  readonly groupAttributes: Attributes;
}

/**
 * A convention by which files describe their datasets. It gives nothing of a dataset that it does
 * not know, and `'no-image'` of one that it knows to be something else.
 */
export type Convention = (
  context: DatasetContext,
) => Promise<DatasetFacts | 'no-image' | undefined> | DatasetFacts | 'no-image' | undefined;

/** Names of axes that say what they are. */
const ROLES: Readonly<Record<string, Role>> = {
  x: 'x',
  y: 'y',
  z: 'z',
  c: 'c',
  channel: 'c',
  channels: 'c',
  t: 't',
  time: 't',
  frame: 't',
  frames: 't',
};

export function roleOf(name: string): Role | undefined {
  return ROLES[name.trim().toLowerCase()];
}

/** The text of an attribute, the first where there are several. */
export function textOf(attributes: Attributes, name: string): string | undefined {
  const value = attributes.get(name)?.[0];
  return typeof value === 'string' ? value : undefined;
}

/** The numbers of an attribute. */
export function numbersOf(attributes: Attributes, name: string): readonly number[] | undefined {
  const value = attributes.get(name);
  return value !== undefined && typeof value[0] === 'number'
    ? (value as readonly number[])
    : undefined;
}

/**
 * The step of values along an axis; undefined where they are none, or not equally far apart. What
 * was stored in 32 bits is rounded, as is what a program counted up.
 */
export function stepOf(values: readonly number[] | undefined): number | undefined {
  if (values === undefined || values.length < 2) return undefined;
  const first = values[0]!;
  const step = (values.at(-1)! - first) / (values.length - 1);
  if (!Number.isFinite(step) || step === 0) return undefined;
  const allowed =
    1e-3 * Math.abs(step) + 2 ** -22 * Math.max(Math.abs(first), Math.abs(values.at(-1)!));
  if (allowed > 0.1 * Math.abs(step)) return undefined;
  const regular = values.every((value, i) => Math.abs(value - first - i * step) <= allowed);
  return regular ? step : undefined;
}
