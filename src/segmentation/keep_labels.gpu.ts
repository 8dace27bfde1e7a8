// Filtering of labels by a bitset of ids on the GPU.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { allocGrid, implement, wordsOf } from '../implement/index.js';
import {
  keepLabels as labelsKernel,
  maskOfLabels as maskKernel,
} from '../kernels/segmentation/index.js';
import { keepLabels, maskOfLabels } from './keep_labels.js';

/** Labels per invocation along x, and the workgroup of the kernel. */
const SPAN = 4;
const GROUP = [32, 8] as const;

function uploadChosen(run: Run, chosen: Uint32Array): { table: PooledBuffer; ids: number } {
  const words = chosen.slice();
  const table = run.alloc(words.byteLength, 'chosen ids');
  run.upload(table, words);
  return { table, ids: 32 * words.length };
}

/** {@link keepLabels} on the GPU. */
export const keepLabelsOnGpu = implement(
  keepLabels,
  ({ run, inputs: { labels, chosen }, region, meta }) => {
    const { table, ids } = uploadChosen(run, chosen);
    const out = allocGrid(run, meta, region, { labelBound: labels.labelBound });
    const [nx, ny, nz] = region.size;
    run.dispatch(labelsKernel, {
      grids: { src: labels, dst: out },
      buffers: { chosen: table },
      params: { ids },
      size: { workgroups: [Math.ceil(nx / SPAN / GROUP[0]), Math.ceil(ny / GROUP[1]), nz] },
    });
    run.free(table);
    return out;
  },
);

/** {@link maskOfLabels} on the GPU: a word of the mask per invocation. */
export const maskOfLabelsOnGpu = implement(
  maskOfLabels,
  ({ run, inputs: { labels, chosen }, region, meta }) => {
    const { table, ids } = uploadChosen(run, chosen);
    const out = allocGrid(run, meta, region);
    run.dispatch(maskKernel, {
      grids: { src: labels, dst: out },
      buffers: { chosen: table },
      params: { ids },
      size: { invocations: wordsOf(out.layout) },
    });
    run.free(table);
    return out;
  },
);
