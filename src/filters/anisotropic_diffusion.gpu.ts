// Anisotropic diffusion (Perona and Malik) on the GPU: explicit time steps.
import type { Run } from '../gpu/index.js';
import {
  allocGrid,
  bytesOf,
  implement,
  layoutOf,
  wideLoads,
  type GpuGrid,
} from '../implement/index.js';
import { diffuse, diffuseEights, DIFFUSE_ROWS, DIFFUSE_SLICES } from '../kernels/filters/index.js';
import { codeOf } from '../recipe/dtype.js';
import { growRegion, map3, type Region, type Vec3 } from '../recipe/geometry.js';
import {
  anisotropicDiffusion,
  DIFFUSION_CONTRAST,
  largestStep,
  spacingRatio,
} from './anisotropic_diffusion.js';
import { asFloat } from './float_margin.gpu.js';
import { inEights } from './quads.gpu.js';
import { slabsOf, slabTemporaries } from './slabs.gpu.js';

/** Bytes per voxel of temporaries: the volume before a step and after it. */
const TEMPORARY = 8;

/** What every step is given, beside the grids. */
interface Diffusion {
  readonly gain: Vec3;
  readonly scale: Vec3;
  readonly CONDUCTANCE: 0 | 1;
}

/**
 * One step of `task`, whose neighbours `from` holds too: from any dtype where rows are whole quads
 * of words.
 */
function step(
  run: Run,
  from: GpuGrid,
  to: GpuGrid,
  task: Region,
  { gain, scale, CONDUCTANCE }: Diffusion,
): void {
  const { storage, size } = from.meta;
  const [nx, ny, nz] = task.size;
  const around = growRegion(task, [1, 1, 1], size);
  const params = { task: layoutOf('f32', task, size), gain, scale };
  const write = bytesOf('f32', task);
  if (inEights(from, to, task)) {
    run.dispatch(diffuseEights, {
      grids: { src: from, dst: to },
      params,
      constants: { SRC_DTYPE: codeOf(storage), CONDUCTANCE },
      size: {
        invocations: (nx / 8) * Math.ceil(ny / DIFFUSE_ROWS) * Math.ceil(nz / DIFFUSE_SLICES),
      },
      traffic: { read: bytesOf(storage, around), write },
    });
    return;
  }
  const field = storage === 'f32' ? from : asFloat(run, from, around);
  const { quads, WIDE, free } = wideLoads(run, field);
  const begins = (task.origin[0] - field.region.origin[0]) % 4 === 0;
  run.dispatch(diffuse, {
    grids: { src: field, dst: to },
    buffers: { quads },
    params,
    constants: { CONDUCTANCE, WIDE: begins ? WIDE : 0 },
    size: { invocations: Math.ceil(nx / 4) * ny * nz },
    traffic: { read: bytesOf('f32', around), write },
  });
  free();
  if (field !== from) run.free(field.buffer);
}

/**
 * {@link anisotropicDiffusion} on the GPU: a pass per iteration, each smaller by what the next
 * needs.
 */
export const anisotropicDiffusionOnGpu = implement(
  anisotropicDiffusion,
  async ({ run, inputs: { volume, noise }, params, region, meta }) => {
    const contrast = params.contrast ?? DIFFUSION_CONTRAST * (noise ?? 0);
    if (!(contrast > 0)) return asFloat(run, volume, region);
    const ratio = spacingRatio(meta);
    const time = params.step ?? largestStep(meta);
    const diffusion: Diffusion = {
      gain: map3((axis) => time * ratio[axis] ** 2),
      scale: map3((axis) => ratio[axis] / contrast),
      CONDUCTANCE: params.conductance === 'exponential' ? 0 : 1,
    };
    const { iterations } = params;
    const margin: Vec3 = [iterations, iterations, iterations];
    const out = allocGrid(run, meta, region);
    for (const slab of slabsOf(run, region, { perVoxel: TEMPORARY, margin, within: meta.size })) {
      let from = volume;
      for (let left = iterations - 1; left >= 0; left--) {
        const task = growRegion(slab, [left, left, left], meta.size);
        const to = left === 0 ? out : allocGrid(run, meta, task);
        step(run, from, to, task, diffusion);
        if (from !== volume) run.free(from.buffer);
        from = to;
        await run.pace();
      }
    }
    return out;
  },
  {
    temporaries: (region, { params: { iterations }, metas: { volume }, binding }) => {
      const margin: Vec3 = [iterations, iterations, iterations];
      const buffers = { perVoxel: TEMPORARY, margin, within: volume.size };
      // A step's field with margins on the way.
      return slabTemporaries(region, buffers, binding, TEMPORARY + 8);
    },
  },
);
