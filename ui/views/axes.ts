// Axes, voxels and positions of a grid, as the elements that show pictures need them.
import type { Axis, GridMeta, Vec3 } from 'voxmetry';

/** Where the voxels of a grid lie. */
export type Place = Pick<GridMeta, 'size' | 'spacing' | 'origin' | 'unit'>;

/** The number of an axis. */
export type AxisNumber = 0 | 1 | 2;

export const AXES: readonly Axis[] = ['x', 'y', 'z'];

/** The number of an axis. */
export function numberOf(axis: Axis): AxisNumber {
  return AXES.indexOf(axis) as AxisNumber;
}

/** The axes of a slice across an axis: to the right, then down. */
export function planeAxes(axis: Axis): readonly [right: AxisNumber, down: AxisNumber] {
  return axis === 'z' ? [0, 1] : axis === 'y' ? [0, 2] : [1, 2];
}

/** A triple with one number replaced. */
export function withAxis(triple: Vec3, axis: AxisNumber, value: number): Vec3 {
  return [0, 1, 2].map((i) => (i === axis ? value : triple[i as AxisNumber])) as unknown as Vec3;
}

/** A function of the three axes. */
export function triple(of: (axis: AxisNumber) => number): Vec3 {
  return [of(0), of(1), of(2)];
}

/** The voxel nearest to a position, inside the grid. */
export function nearestVoxel({ size, spacing, origin }: Place, position: Vec3): Vec3 {
  return triple((i) => clamp(Math.round((position[i] - origin[i]) / spacing[i]), 0, size[i] - 1));
}

/** The position of a voxel's centre. */
export function voxelCentre({ spacing, origin }: Place, index: Vec3): Vec3 {
  return triple((i) => origin[i] + index[i] * spacing[i]);
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** Decimals with which a position along an axis is written, so that a tenth of a voxel shows. */
export function decimalsOf({ spacing }: Place, axis: AxisNumber): number {
  return clamp(1 - Math.floor(Math.log10(spacing[axis])), 0, 6);
}
