import type { Volume } from '../index.js';
import { shortestFloat } from '../recipe/shortest_float.js';
import { usageError } from './usage.js';

/** A file of at most this many values is taken for a segmented one. */
const MOST_VALUES = 16;
const SLAB_VOXELS = 2 ** 21;

/**
 * The distinct values of a volume in ascending order, or null as soon as there are more than 16.
 */
export async function fewValues(scan: Volume, signal?: AbortSignal): Promise<number[] | null> {
  const [nx, ny, nz] = scan.size;
  const depth = Math.max(1, Math.floor(SLAB_VOXELS / (nx * ny)));
  const values = new Set<number>();
  const isFloat = scan.dtype === 'f32';
  for (let z = 0; z < nz; z += depth) {
    const size = [nx, ny, Math.min(depth, nz - z)] as const;
    const { data } = await scan.read({ region: { origin: [0, 0, z], size } }).run({ signal });
    for (const value of data) values.add(isFloat ? shortestFloat(value) : value);
    if (values.size > MOST_VALUES) return null;
  }
  return [...values].sort((a, b) => a - b);
}

/**
 * Refuses a volume that looks segmented, listing its values: a threshold between labels means
 * nothing.
 */
export async function refuseSegmented(
  scan: Volume,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  const values = await fewValues(scan, signal);
  if (values === null) return;
  const list = values.map(String).join(', ');
  throw usageError(
    `${name} holds only ${String(values.length)} distinct value${values.length === 1 ? '' : 's'}: ${list}. ` +
      'It looks segmented: choose the phase with --label N, or threshold it all the same with --phase bright|dark',
  );
}
