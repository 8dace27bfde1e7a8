import { allocGrid, implement, wordsOf } from '../implement/index.js';
import { unsharp as unsharpKernel } from '../kernels/filters/index.js';
import { codeOf } from '../recipe/dtype.js';
import { unsharp } from './unsharp.js';

/** {@link unsharp} on the GPU: one pass. */
export const unsharpOnGpu = implement(
  unsharp,
  ({ run, inputs: { volume, smoothed }, params: { amount }, region, meta }) => {
    const out = allocGrid(run, meta, region);
    run.dispatch(unsharpKernel, {
      grids: { src: volume, smoothed, dst: out },
      params: { smooth_grid: smoothed.layout, amount },
      constants: { SRC_DTYPE: codeOf(volume.meta.storage) },
      size: { invocations: wordsOf(out.layout) },
    });
    return out;
  },
);
