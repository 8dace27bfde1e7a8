import { allocGrid, bytesOf, implement, wordsOf } from '../implement/index.js';
import { bin as kernel } from '../kernels/bin.js';
import { codeOf } from '../recipe/dtype.js';
import { map3 } from '../recipe/geometry.js';
import { bin } from './bin.js';

/** {@link bin} on the GPU: one pass, one invocation per word of the result. */
export const binOnGpu = implement(bin, ({ run, inputs: { grid }, params, region, meta }) => {
  const { factor, by } = params;
  const out = allocGrid(run, meta, region, { labelBound: grid.labelBound });
  const blocks = { origin: region.origin, size: map3((i) => region.size[i] * factor[i]) };
  run.dispatch(kernel, {
    buffers: { src: grid.buffer, dst: out.buffer },
    params: { src: grid.layout, dst: out.layout, factor },
    constants: { DTYPE: codeOf(meta.storage), BY_MODE: by === 'mode' ? 1 : 0 },
    size: { invocations: wordsOf(out.layout) },
    traffic: { read: bytesOf(meta.storage, blocks), write: bytesOf(meta.storage, region) },
  });
  return out;
});
