import { allocGrid, bytesOf, implement, type GpuGrid } from '../implement/index.js';
import { diffuse } from '../kernels/diffuse.js';
import { growRegion, map3, type Vec3 } from '../recipe/geometry.js';
import {
  anisotropicDiffusion,
  DIFFUSION_CONTRAST,
  largestStep,
  spacingRatio,
} from './anisotropic_diffusion.js';
import { asFloat } from './float_margin.gpu.js';

/** {@link anisotropicDiffusion} on the GPU: a pass per iteration, each smaller by what the next needs. */
export const anisotropicDiffusionOnGpu = implement(
  anisotropicDiffusion,
  async ({ run, inputs: { volume, noise }, params, region, meta }) => {
    const contrast = params.contrast ?? DIFFUSION_CONTRAST * (noise ?? 0);
    if (!(contrast > 0)) return asFloat(run, volume, region);
    const ratio = spacingRatio(meta);
    const step = params.step ?? largestStep(meta);
    const around: Vec3 = [params.iterations, params.iterations, params.iterations];
    let from: GpuGrid = asFloat(run, volume, growRegion(region, around, meta.size));
    for (let left = params.iterations - 1; left >= 0; left--) {
      const to = allocGrid(run, meta, growRegion(region, [left, left, left], meta.size));
      run.dispatch(diffuse, {
        buffers: { src: from.buffer, dst: to.buffer },
        params: {
          src: from.layout,
          dst: to.layout,
          gain: map3((axis) => step * ratio[axis] ** 2),
          scale: map3((axis) => ratio[axis] / contrast),
        },
        constants: {
          CONDUCTANCE: params.conductance === 'exponential' ? 0 : 1,
        },
        size: {
          invocations: Math.ceil(to.region.size[0] / 4) * to.region.size[1] * to.region.size[2],
        },
        traffic: {
          read: bytesOf('f32', growRegion(to.region, [1, 1, 1], meta.size)),
          write: bytesOf('f32', to.region),
        },
      });
      run.free(from.buffer);
      from = to;
      await run.pace();
    }
    return from;
  },
);
