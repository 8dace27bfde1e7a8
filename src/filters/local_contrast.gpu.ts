import { allocGrid, bytesOf, implement } from '../implement/index.js';
import {
  localContrast as contrastKernel,
  localContrastQuads as quadsKernel,
  localContrastWide as wideKernel,
  QUAD_CONTRAST_BLOCK,
} from '../kernels/filters/index.js';
import { LOCAL_DEPTH } from '../kernels/shared/index.js';
import { isWide, type Dtype } from '../recipe/dtype.js';
import type { Region } from '../recipe/geometry.js';
import { localContrast } from './local_contrast.js';
import { overLocalSums, slabBytes, wordsOfSums } from './local_sums.gpu.js';
import { overWideSums, runsOf, wordsOfWideSums } from './wide_sums.gpu.js';

/**
 * {@link localContrast} on the GPU: sums along x, along y, and along z with the result, slab by
 * slab.
 */
export const localContrastOnGpu = implement(
  localContrast,
  async ({ run, inputs: { volume }, params, region, meta }) => {
    const { storage } = volume.meta;
    const out = allocGrid(run, meta, region);
    const grids = { src: volume, dst: out };
    const traffic = (bytes: number, slab: Region) => ({
      read: bytes + bytesOf(storage, slab),
      write: bytesOf('f32', slab),
    });
    if (isWide(storage as Dtype)) {
      await overWideSums(run, volume, undefined, params, true, region, (sums) => {
        const { origin, size } = sums.slab;
        run.dispatch(wideKernel, {
          grids,
          buffers: { sums: sums.buffer },
          params: { ...sums.params, epsilon: params.epsilon ?? 0 },
          constants: sums.constants,
          size: { invocations: size[0] * size[1] * runsOf(origin[2], size[2]) },
          traffic: traffic(sums.bytes, sums.slab),
        });
      });
      return out;
    }
    await overLocalSums(run, volume, undefined, params, region, (sums) => {
      const [x, y, z] = sums.slab.size;
      const shared = {
        grids,
        buffers: { sums: sums.buffer },
        params: { ...sums.params, epsilon: params.epsilon ?? 1 },
        constants: sums.constants,
        traffic: traffic(sums.bytes, sums.slab),
      };
      if (x % 4 === 0 && (region.origin[0] - volume.region.origin[0]) % 4 === 0)
        run.dispatch(quadsKernel, {
          ...shared,
          size: { invocations: (x / 4) * y * Math.ceil(z / QUAD_CONTRAST_BLOCK) },
        });
      else
        run.dispatch(contrastKernel, {
          ...shared,
          size: { invocations: x * y * Math.ceil(z / LOCAL_DEPTH) },
        });
    });
    return out;
  },
  {
    temporaries: (region, { params: { size }, metas: { volume } }) => {
      const dtype = volume.storage as Dtype;
      const words = isWide(dtype) ? wordsOfWideSums(dtype, true) : wordsOfSums(dtype, false);
      return slabBytes(region, volume, words, size);
    },
  },
);
