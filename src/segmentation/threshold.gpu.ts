import { allocGrid, bytesOf, implement, wordsOf } from '../implement/index.js';
import { threshold as kernel } from '../kernels/threshold.js';
import { codeOf, type Dtype } from '../recipe/dtype.js';
import { keyBand } from './keys.js';
import { threshold } from './threshold.js';

/** Threshold on the GPU: one pass, one invocation per mask word. */
export const thresholdOnGpu = implement(threshold, ({ run, inputs, params, region, meta }) => {
  const { volume, above } = inputs;
  const out = allocGrid(run, meta, region);
  const { first, last } = keyBand(
    above ?? params.lo ?? -Infinity,
    params.hi ?? Infinity,
    volume.meta.storage as Dtype,
    above !== undefined,
  );
  run.dispatch(kernel, {
    buffers: { src: volume.buffer, dst: out.buffer },
    params: { src: volume.layout, dst: out.layout, lo: first, hi: last },
    constants: { SRC_DTYPE: codeOf(volume.meta.storage) },
    size: { invocations: wordsOf(out.layout) },
    traffic: { read: bytesOf(volume.meta.storage, region), write: bytesOf('bit', region) },
  });
  return out;
});
