import { allocGrid, bytesOf, implement } from '../implement/index.js';
import { localContrast as contrastKernel } from '../kernels/filters/index.js';
import { LOCAL_DEPTH } from '../kernels/shared/index.js';
import type { Dtype } from '../recipe/dtype.js';
import { localContrast } from './local_contrast.js';
import { levelsOf, localSumsBytes, overLocalSums } from './local_sums.gpu.js';

/**
 * {@link localContrast} on the GPU: sums along x, along y, and along z with the result, slab by
 * slab.
 */
export const localContrastOnGpu = implement(
  localContrast,
  async ({ run, inputs, params, region, meta }) => {
    const { volume, range } = inputs;
    const { storage } = volume.meta;
    const { step } = levelsOf(storage as Dtype, range);
    const out = allocGrid(run, meta, region);
    await overLocalSums(run, volume, undefined, params, range, region, (sums) => {
      const { size } = sums.slab;
      run.dispatch(contrastKernel, {
        grids: { src: volume, dst: out },
        buffers: { sums: sums.buffer },
        params: { ...sums.params, epsilon: params.epsilon ?? step },
        constants: sums.constants,
        size: { invocations: size[0] * size[1] * Math.ceil(size[2] / LOCAL_DEPTH) },
        traffic: {
          read: sums.bytes + bytesOf(storage, sums.slab),
          write: bytesOf('f32', sums.slab),
        },
      });
    });
    return out;
  },
  {
    temporaries: (region, { params: { size }, metas }) =>
      localSumsBytes(region, metas.volume, false, size),
  },
);
