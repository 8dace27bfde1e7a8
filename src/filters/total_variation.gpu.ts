import type { Run } from '../gpu/index.js';
import { allocGrid, bytesOf, implement, layoutOf, type GpuGrid } from '../implement/index.js';
import { tvAscend } from '../kernels/tv_ascend.js';
import { TV_ROWS, tvAscendEights } from '../kernels/tv_ascend_eights.js';
import { tvRestore } from '../kernels/tv_restore.js';
import { tvRestoreEights } from '../kernels/tv_restore_eights.js';
import { growRegion, type Region, type Vec3 } from '../recipe/geometry.js';
import { largestStep, spacingRatio } from './anisotropic_diffusion.js';
import { asFloat } from './float_margin.gpu.js';
import { inEights } from './quads.gpu.js';
import { slabsOf } from './slabs.gpu.js';
import { totalVariation, VARIATION_WEIGHT } from './total_variation.js';

/** Bytes per voxel of temporaries: the volume, three dual fields, and the volume that belongs to them. */
const TEMPORARY = 20;

const quadsOf = ({ size }: Region): number => Math.ceil(size[0] / 4) * size[1] * size[2];

/** Invocations of the kernels that work by eights. */
const blocksOf = ({ size }: Region): number =>
  (size[0] / 8) * Math.ceil(size[1] / TV_ROWS) * size[2];

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
  const work = allocGrid(run, meta, growRegion(slab, reach, meta.size), { label: 'work' });
  const own = asFloat(run, volume, work.region);
  const bytes = bytesOf('f32', work.region);
  // Rows and slices of the work alone, as if that were the volume.
  const box: Region = { origin: [0, 0, 0], size: work.region.size };
  const duals = (['x', 'y', 'z'] as const).map((axis) =>
    run.alloc(bytes, `dual field along ${axis}`, { zero: true }),
  );
  const [px, py, pz] = duals as [GpuGrid['buffer'], GpuGrid['buffer'], GpuGrid['buffer']];
  const ratio = spacingRatio(meta);
  const step = largestStep(meta);
  const restore = (dst: GpuGrid, task: Region): void => {
    const eights = inEights(work, dst, task);
    run.dispatch(eights ? tvRestoreEights : tvRestore, {
      buffers: { src: own.buffer, px, py, pz, dst: dst.buffer },
      params: {
        work: work.layout,
        task: layoutOf('f32', task, meta.size),
        dst: dst.layout,
        ratio,
      },
      constants: {},
      size: { invocations: eights ? blocksOf(task) : quadsOf(task) },
      traffic: { read: 4 * bytesOf('f32', task), write: bytesOf('f32', task) },
    });
  };
  const shared = { ratio, step, strength: step / weight };
  const traffic = { read: 4 * bytes, write: 3 * bytes };
  const ascend = (): void => {
    if (!inEights(work, work, work.region))
      run.dispatch(tvAscend, {
        buffers: { u: work.buffer, px, py, pz },
        params: { work: work.layout, ...shared },
        constants: {},
        size: { invocations: quadsOf(work.region) },
        traffic,
      });
    else
      run.dispatch(tvAscendEights, {
        buffers: { src: work.buffer, px, py, pz },
        params: { src: layoutOf('f32', box, box.size), ...shared },
        constants: {},
        size: { invocations: blocksOf(work.region) },
        traffic,
      });
  };
  // Without dual fields, that is the volume.
  run.copy(own.buffer, 0, work.buffer, 0, bytes);
  for (let i = 0; i < iterations; i++) {
    ascend();
    if (i === iterations - 1) restore(out, slab);
    else restore(work, work.region);
    await run.pace();
  }
  run.free(work.buffer, own.buffer, ...duals);
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
    for (const slab of slabsOf(run, region, { perVoxel: TEMPORARY, margin }))
      await denoise(run, volume, out, slab, weight, iterations);
    return out;
  },
);
