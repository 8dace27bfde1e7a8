import { allocGrid, bytesOf, implement, layoutOf } from '../implement/index.js';
import { bilateral as bilateralKernel } from '../kernels/filters/index.js';
import { volumeOf } from '../recipe/geometry.js';
import { voxelsPerAxis } from '../recipe/length.js';
import { bilateral, BILATERAL_CONTRAST, bilateralRadius } from './bilateral.js';
import { asFloat, withMargin } from './float_margin.gpu.js';
import { slabsOf, slabTemporaries } from './slabs.gpu.js';

/** {@link bilateral} on the GPU: a copy with margins, and the means; slab by slab. */
export const bilateralOnGpu = implement(
  bilateral,
  async ({ run, inputs: { volume, noise }, params, region, meta }) => {
    const contrast = params.contrast ?? BILATERAL_CONTRAST * (noise ?? 0);
    if (!(contrast > 0)) return asFloat(run, volume, region);
    const radius = bilateralRadius(params.sigma, params.truncate, meta);
    const sigmas = voxelsPerAxis(params.sigma, meta.spacing);
    // Weights that add up to less than 1, so that no sum of weighted voxels overflows.
    const weights = Float32Array.from(
      ([0, 1, 2] as const).flatMap((axis) => {
        const along = Array.from({ length: 2 * radius[axis] + 1 }, (_, i) =>
          Math.exp(-0.5 * ((i - radius[axis]) / sigmas[axis]) ** 2),
        );
        const total = along.reduce((sum, weight) => sum + weight, 0);
        return along.map((weight) => (weight / total) * (1 - 2 ** -16));
      }),
    );
    const table = run.alloc(weights.byteLength, 'weights');
    run.upload(table, weights);
    const out = allocGrid(run, meta, region);
    for (const slab of slabsOf(run, region, { perVoxel: 4, margin: radius })) {
      const [x, y, z] = slab.size;
      const quads = Math.ceil(x / 4);
      const field = withMargin(run, volume, slab, radius, 4 * quads - x, params);
      run.dispatch(bilateralKernel, {
        grids: { dst: out },
        buffers: { field: field.buffer, weights: table },
        params: {
          task: layoutOf('f32', slab, meta.size),
          field_size: field.size,
          falloff: 0.5 / contrast ** 2,
          radius,
        },
        size: { invocations: quads * y * z },
        traffic: {
          read: 4 * volumeOf(field.size) + weights.byteLength,
          write: bytesOf('f32', slab),
        },
      });
      run.free(field.buffer);
      await run.pace();
    }
    run.free(table);
    return out;
  },
  {
    temporaries: (region, { params, metas: { volume }, binding }) => {
      const margin = bilateralRadius(params.sigma, params.truncate, volume);
      return slabTemporaries(region, { perVoxel: 4, margin }, binding);
    },
  },
);
