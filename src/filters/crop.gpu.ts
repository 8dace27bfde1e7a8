import { allocGrid, bytesOf, implement, wordsOf } from '../implement/index.js';
import { crop as kernel } from '../kernels/filters/index.js';
import { codeOf } from '../recipe/dtype.js';
import { crop } from './crop.js';

/** Crop on the GPU: one pass, one invocation per word of the result. */
export const cropOnGpu = implement(crop, ({ run, inputs: { grid }, params, region, meta }) => {
  const out = allocGrid(run, meta, region, { labelBound: grid.labelBound });
  const bytes = bytesOf(meta.storage, region);
  run.dispatch(kernel, {
    grids: { src: grid, dst: out },
    params: { offset: params.region.origin },
    constants: { DTYPE: codeOf(meta.storage) },
    size: { invocations: wordsOf(out.layout) },
    traffic: { read: bytes },
  });
  return out;
});
