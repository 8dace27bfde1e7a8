import { allocGrid, bytesOf, implement, wordsOf } from '../implement/index.js';
import { threshold as kernel } from '../kernels/threshold.js';
import { thresholdFlat } from '../kernels/threshold_flat.js';
import { codeOf, lanesOf, type Dtype } from '../recipe/dtype.js';
import { equalRegion } from '../recipe/geometry.js';
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
  const { storage } = volume.meta;
  const words = wordsOf(out.layout);
  const shared = {
    buffers: { src: volume.buffer, dst: out.buffer },
    constants: { SRC_DTYPE: codeOf(storage) },
    traffic: { read: bytesOf(storage, region), write: bytesOf('bit', region) },
  };
  if (region.size[0] % 32 === 0 && equalRegion(region, volume.region))
    run.dispatch(thresholdFlat, {
      ...shared,
      params: { words, lo: first, hi: last },
      size: { invocations: lanesOf(storage) === 4 ? Math.ceil(words / 2) : words },
    });
  else
    run.dispatch(kernel, {
      ...shared,
      params: { src: volume.layout, dst: out.layout, lo: first, hi: last },
      size: { invocations: words },
    });
  return out;
});
