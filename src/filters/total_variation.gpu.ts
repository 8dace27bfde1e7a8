// Total variation denoising (Chambolle's dual projection) on the GPU.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { allocGrid, bytesOf, implement, layoutOf, type GpuGrid } from '../implement/index.js';
import { tvAscend, tvAscendEights, tvRestore, tvRestoreEights } from '../kernels/filters/index.js';
import { TV_ROWS } from '../kernels/shared/index.js';
import { codeOf } from '../recipe/dtype.js';
import { growRegion, type Region, type Vec3 } from '../recipe/geometry.js';
import { largestStep, spacingRatio } from './anisotropic_diffusion.js';
import { asFloat } from './float_margin.gpu.js';
import { inEights } from './quads.gpu.js';
import { slabsOf, slabTemporaries } from './slabs.gpu.js';
import { totalVariation, VARIATION_WEIGHT } from './total_variation.js';

/**
 * Bytes per voxel of temporaries: the three dual fields and the primal volume; for rows that are
 * not whole quads of words, the input as f32 as well.
 */
const TEMPORARY = 16;

/** What both ways to step share. */
interface Slab {
  /** The primal volume that belongs to the dual fields. */
  readonly work: GpuGrid;
  readonly duals: {
    readonly px: PooledBuffer;
    readonly py: PooledBuffer;
    readonly pz: PooledBuffer;
  };
  readonly ratio: Vec3;
  readonly step: number;
  readonly weight: number;
}

/** The two passes of a step. */
interface Steps {
  /** Takes the dual fields one step further. */
  readonly ascend: () => void;
  /** Writes a part of the primal volume. */
  readonly restore: (dst: GpuGrid, task: Region) => void;
}

/** Rows that are whole quads of words, of any dtype. */
function stepsByEights(
  run: Run,
  volume: GpuGrid,
  { work, duals, ratio, step, weight }: Slab,
): Steps {
  const { size } = work.region;
  const { storage } = volume.meta;
  const blocks = (of: Vec3): number => (of[0] / 8) * Math.ceil(of[1] / TV_ROWS) * of[2];
  return {
    ascend: () => {
      run.dispatch(tvAscendEights, {
        buffers: { src: work.buffer, ...duals },
        params: {
          // The rows and slices of the task alone, as if they were the whole volume.
          src: layoutOf('f32', { origin: [0, 0, 0], size }, size),
          ratio,
          step,
          strength: step / weight,
        },
        size: { invocations: blocks(size) },
      });
    },
    restore: (dst, task) => {
      const written = bytesOf('f32', task);
      run.dispatch(tvRestoreEights, {
        grids: { src: volume, dst },
        buffers: duals,
        params: { work: work.layout, task: layoutOf('f32', task, work.meta.size), ratio },
        constants: { SRC_DTYPE: codeOf(storage) },
        size: { invocations: blocks(task.size) },
        traffic: { read: bytesOf(storage, task) + 3 * written, write: written },
      });
    },
  };
}

/** For any rows: the volume is converted to f32 first, in the layout of the task. */
function stepsByQuads(
  run: Run,
  own: PooledBuffer,
  { work, duals, ratio, step, weight }: Slab,
): Steps {
  const quads = ({ size }: Region): number => Math.ceil(size[0] / 4) * size[1] * size[2];
  return {
    ascend: () => {
      run.dispatch(tvAscend, {
        buffers: { u: work.buffer, ...duals },
        params: { work: work.layout, ratio, step, strength: step / weight },
        size: { invocations: quads(work.region) },
      });
    },
    restore: (dst, task) => {
      const written = bytesOf('f32', task);
      run.dispatch(tvRestore, {
        grids: { dst },
        buffers: { src: own, ...duals },
        params: { work: work.layout, task: layoutOf('f32', task, work.meta.size), ratio },
        size: { invocations: quads(task) },
        traffic: { read: 4 * written, write: written },
      });
    },
  };
}

/** Computes a slab into its part of `out`. */
async function denoise(
  run: Run,
  volume: GpuGrid,
  out: GpuGrid,
  slab: Region,
  weight: number,
  iterations: number,
): Promise<void> {
  const { meta } = out;
  const reach: Vec3 = [iterations, iterations, iterations];
  // While the dual fields are 0, the primal volume is the input.
  const work = asFloat(run, volume, growRegion(slab, reach, meta.size));
  const bytes = bytesOf('f32', work.region);
  const dual = (axis: string): PooledBuffer =>
    run.alloc(bytes, `dual field along ${axis}`, { zero: true });
  const duals = { px: dual('x'), py: dual('y'), pz: dual('z') };
  const shared = { work, duals, ratio: spacingRatio(meta), step: largestStep(meta), weight };
  const inQuads = inEights(volume, work, work.region) && inEights(work, out, slab);
  const own = inQuads ? undefined : run.alloc(bytes, 'volume as f32');
  if (own !== undefined) run.copy(work.buffer, 0, own, 0, bytes);
  const { ascend, restore } =
    own === undefined ? stepsByEights(run, volume, shared) : stepsByQuads(run, own, shared);
  for (let i = 0; i < iterations; i++) {
    ascend();
    if (i === iterations - 1) restore(out, slab);
    else restore(work, work.region);
    await run.pace();
  }
  run.free(work.buffer, ...Object.values(duals));
  if (own !== undefined) run.free(own);
}

/** {@link totalVariation} on the GPU: two passes per iteration; slab by slab. */
export const totalVariationOnGpu = implement(
  totalVariation,
  async ({ run, inputs: { volume, noise }, params, region, meta }) => {
    const weight = params.weight ?? VARIATION_WEIGHT * (noise ?? 0);
    if (!(weight > 0)) return asFloat(run, volume, region);
    const out = allocGrid(run, meta, region);
    const { iterations } = params;
    const margin: Vec3 = [iterations, iterations, iterations];
    const whole = growRegion(region, margin, meta.size).size[0] === region.size[0];
    const perVoxel = whole && inEights(volume, out, region) ? TEMPORARY : TEMPORARY + 4;
    const temporaries = { perVoxel, margin, within: meta.size };
    for (const slab of slabsOf(run, region, temporaries)) {
      await denoise(run, volume, out, slab, weight, iterations);
      await run.pace();
    }
    return out;
  },
  {
    temporaries: (region, { params: { iterations }, metas: { volume }, binding }) => {
      const margin: Vec3 = [iterations, iterations, iterations];
      const buffers = { perVoxel: TEMPORARY, margin, within: volume.size };
      return slabTemporaries(region, buffers, binding, TEMPORARY + 4);
    },
  },
);
