// Which ids of labels occur, as a bitset, on the GPU.
import type { Run } from '../gpu/index.js';
import type { GpuGrid } from '../implement/index.js';
import { markLabels } from '../kernels/counts/index.js';
import type { Region } from '../recipe/geometry.js';
import { chunksOf } from '../stats/chunks.gpu.js';
import { checkTable } from '../stats/greatest_id.gpu.js';

/**
 * A bit for each id below `ids`, 32 to a word: whether it occurs in a region, or in a mask there.
 * One pass over 4 B/voxel of labels and 1/8 B/voxel of the mask.
 */
export async function markedIds(
  run: Run,
  op: string,
  { labels, mask }: { readonly labels: GpuGrid; readonly mask?: GpuGrid | undefined },
  region: Region,
  ids: number,
): Promise<Uint32Array<ArrayBuffer>> {
  const { workgroups, grids, task, constants } = chunksOf(labels, mask, region, 64);
  const size = 4 * Math.ceil(ids / 32);
  checkTable(run, op, size, ids);
  const marks = run.alloc(size, 'marks', { zero: true });
  run.dispatch(markLabels, {
    grids,
    buffers: { marks },
    params: { task, ids },
    constants: { HAS_WITHIN: constants.HAS_WITHIN },
    size: { workgroups: [workgroups, 1, 1] },
  });
  const words = new Uint32Array(await run.read(marks, 0, size));
  run.free(marks);
  return words;
}
