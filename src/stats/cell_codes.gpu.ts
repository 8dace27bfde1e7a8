// Counts of the 256 configurations of 2×2×2 voxels (as of marching cubes) on the GPU.
import type { Run } from '../gpu/index.js';
import { bytesOf, type GpuGrid } from '../implement/index.js';
import { cellCodes } from '../kernels/counts/index.js';
import { map3, regionEnd, type Region } from '../recipe/geometry.js';

/** Rows of 32 cells that one invocation takes at least. */
const ROWS = 8;

/**
 * Counts of the 256 kinds of cells of 2×2×2 voxels of a mask: bit x + 2 y + 4 z of a kind says
 * whether the voxel at (x, y, z) of the cell is set. 'open' counts the (n − 1)³ cells inside the
 * volume, of `within` those of which all voxels lie in that mask; 'closed' the (n + 1)³ cells that
 * touch the volume, what lies outside being background. A brick owns the cells whose lower corner
 * it holds, and those below the volume; it reads one voxel further.
 *
 * One pass; 1/8 B/voxel of each mask (read eight times over, from caches), 1 kB read back.
 */
export async function countCells(
  run: Run,
  mask: GpuGrid,
  border: 'open' | 'closed',
  region: Region,
  within?: GpuGrid,
): Promise<Float64Array> {
  const end = regionEnd(region);
  const closed = border === 'closed';
  // Corners count from one voxel outside.
  const first = map3((i) => (closed && region.origin[i] === 0 ? 0 : region.origin[i] + 1));
  const stop = map3((i) => (closed ? end[i] : Math.min(end[i], mask.meta.size[i] - 1)) + 1);
  if (stop.some((n, i) => n <= first[i]!)) return new Float64Array(256);
  const counts = run.alloc(1024, 'cells of each kind', { zero: true });
  const rows = Math.ceil(region.size[0] / 32 + 1) * (stop[1] - first[1]) * (stop[2] - first[2]);
  run.dispatch(cellCodes, {
    grids: { src: mask, within: within ?? mask },
    buffers: { counts },
    params: { first, end: stop },
    constants: { HAS_WITHIN: within === undefined ? 0 : 1 },
    size: { workgroups: [Math.max(1, Math.min(1024, Math.ceil(rows / 64 / ROWS))), 1, 1] },
    traffic: {
      read: (within === undefined ? 1 : 2) * bytesOf('bit', region) + 1024,
      write: 1024,
    },
  });
  const found = Float64Array.from(new Uint32Array(await run.read(counts)));
  run.free(counts);
  return found;
}
