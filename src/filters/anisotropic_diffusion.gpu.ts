import { allocGrid, bytesOf, implement, layoutOf, wideLoads } from '../implement/index.js';
import { diffuse } from '../kernels/diffuse.js';
import { growRegion, map3, type Region, type Vec3 } from '../recipe/geometry.js';
import {
  anisotropicDiffusion,
  DIFFUSION_CONTRAST,
  largestStep,
  spacingRatio,
} from './anisotropic_diffusion.js';
import { asFloat } from './float_margin.gpu.js';
import { slabsOf } from './slabs.gpu.js';

/** Bytes per voxel of temporaries: the volume before a step and after it. */
const TEMPORARY = 8;

/** {@link anisotropicDiffusion} on the GPU: a pass per iteration, each smaller by what the next needs. */
export const anisotropicDiffusionOnGpu = implement(
  anisotropicDiffusion,
  async ({ run, inputs: { volume, noise }, params, region, meta }) => {
    const contrast = params.contrast ?? DIFFUSION_CONTRAST * (noise ?? 0);
    if (!(contrast > 0)) return asFloat(run, volume, region);
    const ratio = spacingRatio(meta);
    const step = params.step ?? largestStep(meta);
    const { iterations } = params;
    const around = (voxels: number, of: Region): Region =>
      growRegion(of, [voxels, voxels, voxels], meta.size);
    const margin: Vec3 = [iterations, iterations, iterations];
    const out = allocGrid(run, meta, region);
    for (const slab of slabsOf(run, region, { perVoxel: TEMPORARY, margin })) {
      let from = asFloat(run, volume, around(iterations, slab));
      for (let left = iterations - 1; left >= 0; left--) {
        const task = around(left, slab);
        const to = left === 0 ? out : allocGrid(run, meta, task);
        const { quads, WIDE, free } = wideLoads(run, from);
        const begins = (task.origin[0] - from.region.origin[0]) % 4 === 0;
        run.dispatch(diffuse, {
          buffers: { src: from.buffer, quads, dst: to.buffer },
          params: {
            src: from.layout,
            task: layoutOf('f32', task, meta.size),
            dst: to.layout,
            gain: map3((axis) => step * ratio[axis] ** 2),
            scale: map3((axis) => ratio[axis] / contrast),
          },
          constants: {
            CONDUCTANCE: params.conductance === 'exponential' ? 0 : 1,
            WIDE: begins ? WIDE : 0,
          },
          size: { invocations: Math.ceil(task.size[0] / 4) * task.size[1] * task.size[2] },
          traffic: { read: bytesOf('f32', around(1, task)), write: bytesOf('f32', task) },
        });
        free();
        run.free(from.buffer);
        from = to;
        await run.pace();
      }
    }
    return out;
  },
);
