import type { Vec3 } from '../recipe/geometry.js';
import { map3 } from '../recipe/geometry.js';
import type { Param } from '../recipe/params.js';

/** A window's voxels: one odd count for all axes, or one for each of x, y, z. */
export type WindowSize = number | Vec3;

/** The size of a box: an odd number of voxels, or one per axis; completed to three. */
export function windowSize(options: { most: number; default?: WindowSize }): Param<Vec3> {
  const { most } = options;
  const odd = (n: unknown): n is number =>
    typeof n === 'number' && Number.isInteger(n) && n >= 1 && n <= most && n % 2 === 1;
  const accept = (given: unknown): Vec3 | undefined => {
    if (odd(given)) return [given, given, given];
    if (!Array.isArray(given) || given.length !== 3) return undefined;
    const [x, y, z] = given as readonly unknown[];
    return odd(x) && odd(y) && odd(z) ? [x, y, z] : undefined;
  };
  return {
    allowed: `an odd number of voxels from 1 to ${String(most)}, or three of them for x, y, z`,
    optional: options.default !== undefined,
    parse: (given) => accept(given ?? options.default),
  };
}

/** Voxels that a window reaches on either side, per axis. */
export function windowRadius(size: Vec3): Vec3 {
  return map3((axis) => (size[axis] - 1) / 2);
}
