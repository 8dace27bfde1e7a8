import { map3, type Vec3 } from './geometry.js';

/** A length counted in voxels instead of the grid's unit. Made by {@link voxels}. */
// A type and not an interface: only types count as the plain JSON that parameters are.
// A type and not an interface, so that it is plain data (ParamJson) to the compiler.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type VoxelLength = {
  readonly voxels: number;
};

/** A length: a number in the grid's unit, or a count of voxels. */
export type Length = number | VoxelLength;

/**
 * Says a length in voxels: along each axis where an op works per axis, of the smallest spacing
 * where one number is needed.
 *
 * @example
 * ```ts
 * import { voxels } from 'voxmetry';
 * const sigma = voxels(2); // scan.gaussian({ sigma })
 * console.assert(sigma.voxels === 2);
 * ```
 */
export function voxels(count: number): VoxelLength {
  return { voxels: count };
}

/** A length in voxels along each axis. */
export function voxelsPerAxis(length: Length, spacing: Vec3): Vec3 {
  return typeof length === 'number'
    ? map3((i) => length / spacing[i])
    : [length.voxels, length.voxels, length.voxels];
}

/** A length in the grid's unit. */
export function physicalLength(length: Length, spacing: Vec3): number {
  return typeof length === 'number' ? length : length.voxels * Math.min(...spacing);
}
