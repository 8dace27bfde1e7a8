// Shifts of the search window of non-local means, and how their patch weights lie in memory.
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';

/** The least multiple of `to` that is no less than n. */
export const up = (to: number, n: number): number => to * Math.ceil(n / to);

/**
 * The shifts t of one half of the search box, in batches. For each: the number of words from a
 * voxel of the field to the one at +t; and where in its batch the weights of the task's first voxel
 * start, once as the voxel compared with the one at +t, and once as the voxel that the one at −t is
 * compared with. Order and leads are those of `shifts.wgsl`.
 */
export function shiftTable(
  reach: Vec3,
  box: Vec3,
  field: Vec3,
  count: number,
  batch: number,
): Int32Array<ArrayBuffer> {
  const table = new Int32Array(4 * count);
  const width = map3((axis) => 2 * reach[axis] + 1);
  const words = (p: Vec3, size: Vec3): number => (p[2] * size[1] + p[1]) * size[0] + p[0];
  for (let i = 0; i < count; i++) {
    const place = words(reach, width) + 1 + i;
    const row = Math.floor(place / width[0]);
    const at: Vec3 = [place % width[0], row % width[1], Math.floor(row / width[1])];
    const shift = map3((axis) => at[axis] - reach[axis]);
    const lead: Vec3 = [up(4, Math.max(0, shift[0])), Math.max(0, shift[1]), Math.max(0, shift[2])];
    const start = (i % batch) * volumeOf(box);
    table[4 * i] = words(shift, field);
    table[4 * i + 1] = start + words(lead, box);
    table[4 * i + 2] =
      start +
      words(
        map3((axis) => lead[axis] - shift[axis]),
        box,
      );
  }
  return table;
}
