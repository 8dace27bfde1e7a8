// Height fields (height maps) of faces.
import { AXIS_INDEX } from '../recipe/geometry.js';
import type { ColumnExtents } from './column_extents.js';

/** Heights of a face over the columns that have one. */
export interface FacePoints {
  /** Columns, rising. */
  readonly column: Uint32Array;
  /** Physical positions of the columns, and heights of the face along the axis. */
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly height: Float64Array;
}

/** Which end of the axis a face looks to: the lower (0) or the upper (1). */
export type End = 0 | 1;

/** Physical positions of the columns along the two axes across. */
export function columnPosition(
  { axes, size, spacing, origin }: ColumnExtents,
  column: number,
): readonly [u: number, v: number] {
  const [a, b] = [AXIS_INDEX[axes[0]], AXIS_INDEX[axes[1]]];
  return [
    origin[a] + (column % size[0]) * spacing[a],
    origin[b] + Math.floor(column / size[0]) * spacing[b],
  ];
}

/**
 * The face of a mask that looks to an end of the axis: the outer side of the outermost voxel of
 * each column.
 */
export function facePoints(extents: ColumnExtents, end: End): FacePoints {
  const { axis, first, last, count, spacing, origin } = extents;
  const a = AXIS_INDEX[axis];
  const column = Uint32Array.from(count.keys()).filter((i) => count[i]! > 0);
  const at = (i: number): number => (end === 0 ? first[i]! - 0.5 : last[i]! + 0.5);
  return {
    column,
    u: Float64Array.from(column, (i) => columnPosition(extents, i)[0]),
    v: Float64Array.from(column, (i) => columnPosition(extents, i)[1]),
    height: Float64Array.from(column, (i) => origin[a] + at(i) * spacing[a]),
  };
}
