import type { PooledBuffer, Run } from '../gpu/index.js';
import { allocGrid, bytesOf, implement, wordsOf } from '../implement/index.js';
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
    const bytes = bytesOf('u32', region);
    run.dispatch(labelsKernel, {
      buffers: { src: labels.buffer, chosen: table, dst: out.buffer },
      params: { src: labels.layout, dst: out.layout, ids },
      constants: {},
      size: { workgroups: [Math.ceil(nx / SPAN / GROUP[0]), Math.ceil(ny / GROUP[1]), nz] },
      traffic: { read: bytes + table.bytes, write: bytes },
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
      buffers: { src: labels.buffer, chosen: table, dst: out.buffer },
      params: { src: labels.layout, dst: out.layout, ids },
      constants: {},
      size: { invocations: wordsOf(out.layout) },
      traffic: { read: bytesOf('u32', region) + table.bytes, write: bytesOf('bit', region) },
    });
    run.free(table);
    return out;
  },
);
