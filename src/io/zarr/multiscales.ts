import type { Vec3 } from '../../recipe/geometry.js';
import { map3 } from '../../recipe/geometry.js';
import { canonicalUnit } from '../units.js';
import type { ArrayAxes } from '../chunked_reader.js';

/** A pyramid as OME-Zarr 0.1 to 0.5 describes it: paths of its levels, and their axes. */
export interface Multiscales {
  readonly name: string;
  readonly levels: readonly {
    readonly path: string;
    readonly scale: readonly number[];
    readonly translation: readonly number[];
  }[];
  /** Names and types of the axes; the five of the first versions where it states none. */
  readonly axes: readonly { readonly name: string; readonly type: string; readonly unit: string }[];
  readonly channels: readonly string[];
}

/** The pyramids that a group's attributes describe. */
export function multiscalesOf(attributes: Readonly<Record<string, unknown>>): Multiscales[] {
  const ome = record(attributes['ome']) ?? attributes;
  const channels = list(record(ome['omero'])?.['channels']).map(
    (channel, i) => text(record(channel)?.['label']) ?? String(i),
  );
  return list(ome['multiscales']).flatMap((given) => {
    const found = record(given);
    if (found === undefined) return [];
    const common = transforms(found['coordinateTransformations']);
    const levels = list(found['datasets']).flatMap((dataset) => {
      const path = text(record(dataset)?.['path']);
      if (path === undefined) return [];
      const own = transforms(record(dataset)?.['coordinateTransformations']);
      return [
        {
          path,
          scale: product(common.scale, own.scale),
          translation: own.translation,
        },
      ];
    });
    const axes = list(found['axes']).map((axis) => ({
      name: text(axis) ?? text(record(axis)?.['name']) ?? '',
      type: text(record(axis)?.['type']) ?? '',
      unit: text(record(axis)?.['unit']) ?? '',
    }));
    return levels.length === 0 ? [] : [{ name: text(found['name']) ?? '', levels, channels, axes }];
  });
}

/** Names of the label images that the attributes of a group `labels` list. */
export function labelNames(attributes: Readonly<Record<string, unknown>>): string[] {
  const ome = record(attributes['ome']) ?? attributes;
  return list(ome['labels']).flatMap((name) => text(name) ?? []);
}

/**
 * Which axes are which, by type and name; without names, the last three are z, y, x, and before
 * them come channels and times, as the first versions of OME-Zarr have them.
 */
export function axesOf(names: readonly string[], dimensions: number): ArrayAxes | undefined {
  const given =
    names.length === dimensions && names.some((name) => name.toLowerCase() === 'x')
      ? names.map((name) => name.toLowerCase())
      : ['t', 'c', 'z', 'y', 'x'].slice(-dimensions);
  if (given.length < dimensions || new Set(given).size < given.length) return undefined;
  const at = (name: string): number => given.indexOf(name);
  const known = ['x', 'y', 'z', 'c', 't', 'time', 'channel'];
  if (given.some((name) => !known.includes(name))) return undefined;
  return {
    space: [at('x'), at('y'), at('z')],
    channel: Math.max(at('c'), at('channel')),
    time: Math.max(at('t'), at('time')),
  };
}

/** Distances of voxels and their unit, where all axes in space agree on one. */
export function calibrationOf(
  { axes }: Multiscales,
  scale: readonly number[],
  { space }: ArrayAxes,
): { readonly spacing?: Vec3; readonly unit?: string } {
  const along = space.filter((axis) => axis >= 0);
  const units = new Set(along.map((axis) => canonicalUnit(axes[axis]?.unit ?? '')));
  const [unit] = units;
  if (!along.every((axis) => (scale[axis] ?? 0) > 0)) return {};
  return {
    spacing: map3((i) => (space[i] < 0 ? 1 : scale[space[i]]!)),
    ...(units.size === 1 && unit !== undefined && unit !== 'px' ? { unit } : {}),
  };
}

function transforms(given: unknown): { scale: readonly number[]; translation: readonly number[] } {
  const numbers = (type: string): readonly number[] => {
    const found = list(given)
      .map(record)
      .find((item) => item?.['type'] === type);
    return list(found?.[type]).map(Number);
  };
  return { scale: numbers('scale'), translation: numbers('translation') };
}

function product(a: readonly number[], b: readonly number[]): number[] {
  return (a.length > b.length ? a : b).map((_, i) => (a[i] ?? 1) * (b[i] ?? 1));
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}
