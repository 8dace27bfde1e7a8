import { allocGrid, implement } from '../implement/index.js';
import type { Dtype } from '../recipe/dtype.js';
import { recordBand } from './band.gpu.js';
import { keyBand } from '../recipe/keys.js';
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
  recordBand(run, volume, out, first, last);
  return out;
});
