import { allocGrid, bytesOf, implement, wordsOf } from '../implement/index.js';
import { unsharp as unsharpKernel } from '../kernels/filters/index.js';
import { codeOf } from '../recipe/dtype.js';
import { unsharp } from './unsharp.js';

/** {@link unsharp} on the GPU: one pass. */
export const unsharpOnGpu = implement(
  unsharp,
  ({ run, inputs: { volume, smoothed }, params: { amount }, region, meta }) => {
    const out = allocGrid(run, meta, region);
    const bytes = bytesOf('f32', region);
    run.dispatch(unsharpKernel, {
      buffers: { src: volume.buffer, smoothed: smoothed.buffer, dst: out.buffer },
      params: { src: volume.layout, smooth_grid: smoothed.layout, dst: out.layout, amount },
      constants: { SRC_DTYPE: codeOf(volume.meta.storage) },
      size: { invocations: wordsOf(out.layout) },
      traffic: { read: bytesOf(volume.meta.storage, region) + bytes, write: bytes },
    });
    return out;
  },
);
