import type { Run } from '../gpu/index.js';
import { equalRegion, type Region } from '../recipe/geometry.js';
import { allocGrid, bytesOf, type GpuGrid } from './grid.js';

/**
 * The slab of whole slices itself, of a grid that may hold more slices: copied where it does. For
 * kernels that take their box from the grid.
 */
export function exactSlab(run: Run, grid: GpuGrid, slab: Region): GpuGrid {
  if (equalRegion(grid.region, slab)) return grid;
  const part = allocGrid(run, grid.meta, slab, { labelBound: grid.labelBound });
  const skipped = slab.origin[2] - grid.region.origin[2];
  run.copy(
    grid.buffer,
    4 * skipped * grid.layout.sliceWords,
    part.buffer,
    0,
    bytesOf(grid.meta.storage, slab),
  );
  return part;
}
