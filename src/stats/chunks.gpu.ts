// Workgroups and grid-stride chunks of counting kernels.
import type { GridLayout } from '../gpu/index.js';
import { bytesOf, layoutOf, wordsOf, type GpuGrid } from '../implement/index.js';
import { codeOf } from '../recipe/dtype.js';
import { equalRegion, type Region } from '../recipe/geometry.js';

/**
 * Workgroups of a counting dispatch at most: enough to fill a GPU, few enough to add up quickly.
 */
const MOST_WORKGROUPS = 1024;

/** Workgroups of a counting dispatch that take so many words of a task each at least. */
function workgroupsOf(task: GridLayout, least: number): number {
  return Math.max(1, Math.min(MOST_WORKGROUPS, Math.ceil(wordsOf(task) / least)));
}

/** Workgroups of 64 invocations, of which each takes eight words of a task at least. */
export function workgroupsOfWords(task: GridLayout): readonly [number, number, number] {
  return [workgroupsOf(task, 64 * 8), 1, 1];
}

/** What counting kernels share: chunks of 32 voxels of a row, taken in turns by all invocations. */
export interface Chunks {
  readonly grids: { readonly src: GpuGrid; readonly within: GpuGrid };
  readonly task: GridLayout;
  readonly constants: { readonly SRC_DTYPE: number; readonly HAS_WITHIN: number };
  /** Whether the chunks follow each other in all buffers, which hold nothing else. */
  readonly FLAT: 0 | 1;
  readonly workgroups: number;
  /** Bytes that one pass over the region reads. */
  readonly bytes: number;
}

/** Prepares to count the voxels of a region, or those of them that lie in a mask. */
export function chunksOf(
  grid: GpuGrid,
  within: GpuGrid | undefined,
  region: Region,
  width: number,
): Chunks {
  const isFlat =
    region.size[0] % 32 === 0 &&
    [grid, within ?? grid].every((held) => equalRegion(held.region, region));
  const task = layoutOf('bit', region, grid.meta.size);
  return {
    grids: { src: grid, within: within ?? grid },
    task,
    constants: { SRC_DTYPE: codeOf(grid.meta.storage), HAS_WITHIN: within === undefined ? 0 : 1 },
    FLAT: isFlat ? 1 : 0,
    workgroups: workgroupsOf(task, width),
    bytes: bytesOf(grid.meta.storage, region) + (within === undefined ? 0 : bytesOf('bit', region)),
  };
}
