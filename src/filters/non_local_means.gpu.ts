import { allocGrid, bytesOf, implement, layoutOf } from '../implement/index.js';
import { nlmGather } from '../kernels/nlm_gather.js';
import { NLM_RUN, nlmWeights } from '../kernels/nlm_weights.js';
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import { asFloat, withMargin } from './float_margin.gpu.js';
import { NLM_STRENGTH, nonLocalMeans, reachOf } from './non_local_means.js';
import { slabsOf } from './slabs.gpu.js';

/** Shifts whose weights are held at once. */
const BATCH = 8;
/** Bytes per voxel of temporaries: field, weights of a batch, sums. */
const TEMPORARY = 4 + 4 * BATCH + 8;

/** {@link nonLocalMeans} on the GPU: batch by batch of shifts, weights and their use; slab by slab. */
export const nonLocalMeansOnGpu = implement(
  nonLocalMeans,
  async ({ run, inputs, params, region, meta }) => {
    const { volume } = inputs;
    const noise = params.noise ?? inputs.noise ?? 0;
    const h = params.h ?? NLM_STRENGTH * noise;
    const patch = reachOf(params.patch, meta.size);
    const reach = reachOf(params.search, meta.size);
    const shifts = (volumeOf(map3((axis) => 2 * reach[axis] + 1)) - 1) / 2;
    if (!(h > 0) || shifts === 0) return asFloat(run, volume, region);
    const voxelsOfPatch = volumeOf(map3((axis) => 2 * patch[axis] + 1));

    const out = allocGrid(run, meta, region);
    for (const slab of slabsOf(region, TEMPORARY, reach[2])) {
      const margin = map3((axis) => patch[axis] + reach[axis]);
      const field = withMargin(run, volume, slab, margin, 3, params);
      const box: Vec3 = [
        4 * Math.ceil((slab.size[0] + reach[0]) / 4),
        slab.size[1] + reach[1],
        slab.size[2] + reach[2],
      ];
      const weights = run.alloc(4 * volumeOf(box) * Math.min(BATCH, shifts), 'weights');
      const sums = run.alloc(8 * volumeOf(slab.size), 'sums');
      const shared = {
        task: layoutOf('f32', slab, meta.size),
        field_size: field.size,
        box,
        reach,
        patch_radius: patch,
      };
      const bytes = bytesOf('f32', slab);
      for (let first = 0; first < shifts; first += BATCH) {
        const count = Math.min(BATCH, shifts - first);
        const last = first + count === shifts;
        run.dispatch(nlmWeights, {
          buffers: { field: field.buffer, weights },
          params: {
            ...shared,
            first,
            shifts: count,
            inverse: 1 / (voxelsOfPatch * h * h),
            offset: (2 * noise * noise) / (h * h),
          },
          constants: { DEPTH: patch[2] },
          size: { invocations: (box[0] / 4) * box[1] * Math.ceil(box[2] / NLM_RUN) * count },
          traffic: { read: 4 * volumeOf(field.size) * count, write: 4 * volumeOf(box) * count },
        });
        run.dispatch(nlmGather, {
          buffers: { field: field.buffer, weights, sums, dst: out.buffer },
          params: { ...shared, dst: out.layout, first, shifts: count, last: last ? 1 : 0 },
          constants: {},
          size: { invocations: volumeOf(slab.size) },
          traffic: {
            read: 16 * volumeOf(slab.size) * count + bytes + (first > 0 ? 2 * bytes : 0),
            write: last ? bytes : 2 * bytes,
          },
        });
        await run.pace();
      }
      run.free(field.buffer, weights, sums);
    }
    return out;
  },
);
