// How many voxels of a mask are set, on the GPU.
import type { Run } from '../gpu/index.js';
import { layoutOf, type GpuGrid } from '../implement/index.js';
import { countBits } from '../kernels/counts/index.js';

/** Counts the voxels of a mask; below 2³². */
export async function voxelsOf(run: Run, mask: GpuGrid): Promise<number> {
  const total = run.alloc(4, 'count', { zero: true });
  run.dispatch(countBits, {
    grids: { src: mask },
    buffers: { total },
    params: { task: layoutOf('bit', mask.region, mask.meta.size) },
    size: { workgroups: [256, 1, 1] },
  });
  const [voxels] = new Uint32Array(await run.read(total));
  run.free(total);
  return voxels!;
}
