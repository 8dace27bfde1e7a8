import type { Vec3 } from '../recipe/geometry.js';
import { map3 } from '../recipe/geometry.js';
import { param, tripleSchema, type JsonSchema, type Param } from '../recipe/params.js';

/** A window's voxels: one odd count for all axes, or one for each of x, y, z. */
export type WindowSize = number | Vec3;

/** Most voxels of a window along an axis, and the default. */
export interface WindowOptions {
  readonly most: number;
  readonly default?: WindowSize;
}

/** The size of a box: an odd number of voxels, or one per axis; completed to three. */
export function windowSize<const O extends WindowOptions>(
  options: O,
  doc = '',
): Param<Vec3, WindowSize, O extends { readonly default: WindowSize } ? true : false> {
  const { most, default: fallback }: WindowOptions = options;
  const odd = (n: unknown): n is number =>
    typeof n === 'number' && Number.isInteger(n) && n >= 1 && n <= most && n % 2 === 1;
  const accept = (given: unknown): Vec3 | undefined => {
    if (odd(given)) return [given, given, given];
    if (!Array.isArray(given) || given.length !== 3) return undefined;
    const [x, y, z] = given as readonly unknown[];
    return odd(x) && odd(y) && odd(z) ? [x, y, z] : undefined;
  };
  const count: JsonSchema = { type: 'integer', minimum: 1, maximum: most, not: { multipleOf: 2 } };
  return param({
    type: 'triple',
    doc,
    unit: 'voxels',
    default: accept(fallback),
    allowed: `an odd number of voxels from 1 to ${String(most)}, or three of them for x, y, z`,
    schema: { anyOf: [count, tripleSchema(count)] },
    accept: (given) => accept(given ?? fallback),
  });
}

/** Voxels that a window reaches on either side, per axis. */
export function windowRadius(size: Vec3): Vec3 {
  return map3((axis) => (size[axis] - 1) / 2);
}
