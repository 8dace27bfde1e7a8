// Voxels of a mask in runs of one or two (the least local thickness) on the GPU.
import type { Run } from '../gpu/index.js';
import { bytesOf, layoutOf, type GpuGrid } from '../implement/index.js';
import { thinVoxels } from '../kernels/stats/index.js';
import type { Region } from '../recipe/geometry.js';
import { workgroupsOfWords } from './chunks.gpu.js';

/**
 * How many voxels of a mask, in a region (and in `within`), lie in a run of one or two voxels along
 * x, y or z: where the mask is too thin for its surface to be estimated. 'open': a run that reaches
 * the volume's border goes on; 'closed': it ends there. Reads the mask two voxels further. One pass
 * over 1/8 B/voxel of each mask.
 */
export async function countThin(
  run: Run,
  { mask, within }: { readonly mask: GpuGrid; readonly within?: GpuGrid | undefined },
  border: 'open' | 'closed',
  region: Region,
): Promise<number> {
  const task = layoutOf('bit', region, mask.meta.size);
  const total = run.alloc(4, 'thin voxels', { zero: true });
  run.dispatch(thinVoxels, {
    grids: { src: mask, within: within ?? mask },
    buffers: { total },
    params: { task },
    constants: { CLOSED: border === 'closed' ? 1 : 0, WITHIN: within === undefined ? 0 : 1 },
    size: { workgroups: workgroupsOfWords(task) },
    traffic: { read: (within === undefined ? 1 : 2) * bytesOf('bit', region), write: 4 },
  });
  const [thin = 0] = new Uint32Array(await run.read(total, 0, 4));
  run.free(total);
  return thin;
}
