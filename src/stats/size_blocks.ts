// Places of objects in a window, and blocks by which they are grouped: neighbours vary together.
import type { Vec3 } from '../recipe/geometry.js';
import type { ColumnValues } from '../recipe/table_data.js';

/**
 * Parts per axis by the number of axes longer than one voxel. Intervals rest on some eight coarse
 * blocks; finer ones show how far neighbours are alike.
 */
export const BLOCK_PARTS = [
  { coarse: 1, fine: 1, finest: 1 },
  { coarse: 8, fine: 25, finest: 60 },
  { coarse: 3, fine: 5, finest: 9 },
  { coarse: 2, fine: 3, finest: 5 },
] as const;

/** Voxels of an object along an axis, both ends included. */
export interface Extent {
  readonly min: number;
  readonly max: number;
}

/** The bounding boxes of the rows of a table of measures, given its columns by name. */
export function extentsBy(column: (name: string) => ColumnValues): (row: number) => Extent[] {
  const boxes = (['X', 'Y', 'Z'] as const).map((axis) => ({
    min: column(`min${axis}`),
    max: column(`max${axis}`),
  }));
  return (row) => boxes.map(({ min, max }) => ({ min: min[row]!, max: max[row]! }));
}

/** The axes of a window that are longer than one voxel. */
export function usedAxes(window: Vec3): readonly (0 | 1 | 2)[] {
  return ([0, 1, 2] as const).filter((axis) => window[axis] > 1);
}

/**
 * Where an object lies, 0 to 1 along each used axis: its place among all places that it could take
 * without touching the border, so that objects of every size are as likely everywhere; of what is
 * cut, its middle.
 */
export function placeOf(window: Vec3, extents: readonly Extent[], cut: boolean): number[] {
  return usedAxes(window).map((axis) => {
    const { min, max } = extents[axis]!;
    return cut
      ? (min + max + 1) / (2 * window[axis])
      : (min - 0.5) / (window[axis] - (max - min) - 2);
  });
}

/** The block of a place where every used axis is cut into equal parts. */
export function blockAt(place: readonly number[], parts: number): number {
  return place.reduce(
    (block, at) => block * parts + Math.min(parts - 1, Math.max(0, Math.floor(at * parts))),
    0,
  );
}

/** How many places a box has in a window without touching its border. */
export function placesOf(window: Vec3, extents: readonly Extent[]): number {
  return usedAxes(window).reduce<number>((places, axis) => {
    const { min, max } = extents[axis]!;
    return places * (window[axis] - (max - min) - 2);
  }, 1);
}
