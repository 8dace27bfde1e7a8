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

/**
 * For each shift t of the half of the search box that is computed: words from a voxel of the field to the one at +t,
 * and where in its batch the weights of the task's first voxel start, as the one that is compared, and as the
 * one at −t that it is compared with. The order is that of `shifts.wgsl`.
 */
function shiftTable(reach: Vec3, box: Vec3, field: Vec3, count: number): Int32Array<ArrayBuffer> {
  const table = new Int32Array(4 * count);
  const width = map3((axis) => 2 * reach[axis] + 1);
  const words = (p: Vec3, size: Vec3): number => (p[2] * size[1] + p[1]) * size[0] + p[0];
  for (let i = 0; i < count; i++) {
    const place = words(reach, width) + 1 + i;
    const row = Math.floor(place / width[0]);
    const at: Vec3 = [place % width[0], row % width[1], Math.floor(row / width[1])];
    const shift = map3((axis) => at[axis] - reach[axis]);
    const start = (i % BATCH) * volumeOf(box);
    table[4 * i] = words(shift, field);
    table[4 * i + 1] =
      start +
      words(
        map3((axis) => Math.max(0, shift[axis])),
        box,
      );
    table[4 * i + 2] =
      start +
      words(
        map3((axis) => Math.max(0, -shift[axis])),
        box,
      );
  }
  return table;
}

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
    const margin = map3((axis) => patch[axis] + reach[axis]);
    const temporaries = { perVoxel: TEMPORARY, largest: 4 * BATCH, margin };
    for (const slab of slabsOf(run, region, temporaries)) {
      const field = withMargin(run, volume, slab, margin, 3, params);
      const box: Vec3 = [
        4 * Math.ceil((slab.size[0] + reach[0]) / 4),
        slab.size[1] + reach[1],
        slab.size[2] + reach[2],
      ];
      const weights = run.alloc(4 * volumeOf(box) * Math.min(BATCH, shifts), 'weights');
      const quads = Math.ceil(slab.size[0] / 4) * slab.size[1] * slab.size[2];
      const sums = run.alloc(32 * quads, 'sums');
      const table = shiftTable(reach, box, field.size, shifts);
      const offsets = run.alloc(table.byteLength, 'shifts');
      run.upload(offsets, table);
      const shared = {
        task: layoutOf('f32', slab, meta.size),
        field_size: field.size,
        box,
      };
      const centre = (margin[2] * field.size[1] + margin[1]) * field.size[0] + margin[0];
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
            reach,
            patch_radius: patch,
            inverse: 1 / (voxelsOfPatch * h * h),
            offset: (2 * noise * noise) / (h * h),
          },
          constants: { DEPTH: patch[2] },
          size: { invocations: (box[0] / 4) * box[1] * Math.ceil(box[2] / NLM_RUN) * count },
          traffic: { read: 4 * volumeOf(field.size) * count, write: 4 * volumeOf(box) * count },
        });
        run.dispatch(nlmGather, {
          buffers: { field: field.buffer, weights, shifts: offsets, sums, dst: out.buffer },
          params: { ...shared, dst: out.layout, first, count, centre, last: last ? 1 : 0 },
          constants: {},
          size: { invocations: quads },
          traffic: {
            read: (16 * volumeOf(slab.size) + 16) * count + bytes + (first > 0 ? 32 * quads : 0),
            write: last ? bytes : 32 * quads,
          },
        });
        await run.pace();
      }
      run.free(field.buffer, weights, offsets, sums);
    }
    return out;
  },
);
