import { implementReduce } from '../implement/index.js';
import { countBits } from '../kernels/counts/index.js';
import { chunksOf } from './chunks.gpu.js';
import { count } from './count.js';

/** {@link count} on the GPU: popcounts. */
export const countOnGpu = implementReduce(count, {
  partial: async ({ run, inputs, region }) => {
    const { workgroups, grids, task } = chunksOf(inputs.mask, undefined, region, 64);
    const total = run.alloc(4, 'count', { zero: true });
    run.dispatch(countBits, {
      grids: { src: grids.src },
      buffers: { total },
      params: { task },
      size: { workgroups: [workgroups, 1, 1] },
    });
    const [voxels] = new Uint32Array(await run.read(total));
    run.free(total);
    return voxels!;
  },
  merge: (a, b) => a + b,
  finish: (voxels) => voxels,
});
