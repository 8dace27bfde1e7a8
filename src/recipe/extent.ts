// Lengths against the volume that they are lengths in.
import { invalidArgument } from './errors.js';
import { map3, type Vec3 } from './geometry.js';
import type { VoxelLength } from './length.js';

/** What a length is compared with: the grid that a call is on. */
export interface Extent {
  readonly size: Vec3;
  readonly spacing: Vec3;
  readonly unit: string;
}

/** A side of fewer voxels counts as one of so many: windows may reach beyond a small volume. */
const LEAST_SIDE = 32;
/** How many times more voxels than the volume has a length may be along its finest axis. */
const FINER = 64;

/** The longest length that an op takes: that of the longest side of the volume. */
function longestIn({ size, spacing }: Extent): { voxels: number; physical: number } {
  const sides = map3((i) => Math.max(LEAST_SIDE, size[i]));
  const voxels = Math.max(...sides);
  const extents = map3((i) => sides[i] * spacing[i]);
  // Where spacings differ much, a length along the coarsest axis is too many voxels of the finest.
  const physical = Math.min(Math.max(...extents), FINER * voxels * Math.min(...spacing));
  return { voxels, physical };
}

/** Whether a number, or a count of voxels, is beyond the volume. */
function isTooLong(
  value: unknown,
  reach: 'length' | 'index',
  { voxels, physical }: ReturnType<typeof longestIn>,
): boolean {
  if (typeof value === 'number') return Math.abs(value) > (reach === 'index' ? voxels : physical);
  return (value as VoxelLength).voxels > voxels;
}

/**
 * Throws `invalid-argument` where a length, or one of a list of lengths, is longer than the volume:
 * a window, a kernel or a search would be far larger than what it works on, and cost more than it
 * could tell. `values` are complete, and good by themselves.
 */
export function checkReach(
  op: string,
  specs: Readonly<Record<string, { readonly type: string; readonly reach?: 'length' | 'index' }>>,
  values: Readonly<Record<string, unknown>>,
  extent: Extent,
): void {
  for (const [name, { reach }] of Object.entries(specs)) {
    const given = values[name];
    if (reach === undefined || given === undefined || given === null) continue;
    const longest = longestIn(extent);
    const all: readonly unknown[] = Array.isArray(given) ? given : [given];
    if (!all.some((value) => isTooLong(value, reach, longest))) continue;
    const { voxels, physical } = longest;
    throw invalidArgument(
      op,
      name,
      given,
      reach === 'index'
        ? `up to ${String(voxels)} voxels from the first one, the length of the volume`
        : `lengths up to that of the volume, voxels(${String(voxels)}) or ${String(physical)} ${extent.unit}`,
    );
  }
}
