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

/** A box of whole rows itself, of a grid that holds more of them: copied slice by slice. */
export function exactRows(run: Run, grid: GpuGrid, rows: Region): GpuGrid {
  if (equalRegion(grid.region, rows)) return grid;
  const part = allocGrid(run, grid.meta, rows, { labelBound: grid.labelBound });
  const { rowWords, sliceWords } = grid.layout;
  const skipped = rowWords * (rows.origin[1] - grid.region.origin[1]);
  const bytes = 4 * part.layout.sliceWords;
  for (let z = 0; z < rows.size[2]; z++) {
    const slice = rows.origin[2] - grid.region.origin[2] + z;
    run.copy(grid.buffer, 4 * (sliceWords * slice + skipped), part.buffer, bytes * z, bytes);
  }
  return part;
}
