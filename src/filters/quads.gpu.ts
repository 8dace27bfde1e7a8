// Alignment of rows for vector loads: whether kernels may read four words at a time.
import type { GpuGrid } from '../implement/index.js';
import type { Region } from '../recipe/geometry.js';

/** Whether rows are a multiple of four words, and their first voxels one of four. */
export function isInQuads({ layout, region }: GpuGrid): boolean {
  return layout.rowWords % 4 === 0 && region.origin[0] % 4 === 0;
}

/**
 * Whether kernels may read a task's voxels eight by eight from one grid and write them to another,
 * by whole quads of words.
 */
export function inEights(from: GpuGrid, to: GpuGrid, task: Region): boolean {
  const grids = [from, to];
  return (
    grids.every(isInQuads) &&
    task.size[0] % 8 === 0 &&
    grids.every(({ region }) => (task.origin[0] - region.origin[0]) % 8 === 0)
  );
}
