import { allocGrid, bytesOf, implement, wordsOf, type GpuGrid } from '../implement/index.js';
import type { Run } from '../gpu/index.js';
import { cast as kernel } from '../kernels/cast.js';
import { codeOf } from '../recipe/dtype.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { asVolume } from './as_volume.js';
import { cast } from './cast.js';

function dispatchCast(run: Run, source: GpuGrid, meta: GridMeta, region: Region): GpuGrid {
  const out = allocGrid(run, meta, region);
  run.dispatch(kernel, {
    buffers: { src: source.buffer, dst: out.buffer },
    params: { src: source.layout, dst: out.layout },
    constants: { SRC_DTYPE: codeOf(source.meta.storage), DST_DTYPE: codeOf(meta.storage) },
    size: { invocations: wordsOf(out.layout) },
    traffic: { read: bytesOf(source.meta.storage, region), write: bytesOf(meta.storage, region) },
  });
  return out;
}

/** Cast on the GPU: one pass, one invocation per word of the result. */
export const castOnGpu = implement(cast, ({ run, inputs, region, meta }) =>
  dispatchCast(run, inputs.volume, meta, region),
);

/** Masks, phases and labels as numbers on the GPU: one pass, one invocation per word of the result. */
export const asVolumeOnGpu = implement(asVolume, ({ run, inputs, region, meta }) =>
  dispatchCast(run, inputs.grid, meta, region),
);
