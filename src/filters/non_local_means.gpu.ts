// Non-local means on the GPU: patch weights shift by shift, then weighted means.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { allocGrid, bytesOf, implement, layoutOf, type GpuGrid } from '../implement/index.js';
import { nlmGather, nlmWeights, NLM_LENGTH, NLM_LINES } from '../kernels/filters/index.js';
import { map3, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import { asFloat, withMargin, type Outside } from './float_margin.gpu.js';
import { NLM_STRENGTH, nonLocalMeans, reachOf } from './non_local_means.js';
import { slabsOf, slabTemporaries, type SlabBuffers } from './slabs.gpu.js';
import { up, shiftTable } from './patch_shifts.js';

/** Shifts whose weights are held at once. */
const BATCH = 8;
/** Bytes per voxel of temporaries: the field four times, weights of a batch, sums. */
const TEMPORARY = 16 + 4 * BATCH + 8;
/** The field alone waits to be lent again while the rest is there. */
const WAITING = 4;

/** How far weights and patches reach, and what a slab takes. */
function buffersOf(patch: Vec3, reach: Vec3): { lead: Vec3; margin: Vec3; slabs: SlabBuffers } {
  // Along x weights lie in whole quads, and so reach a little further.
  const lead: Vec3 = [up(4, reach[0]), reach[1], reach[2]];
  const margin = map3((axis) => patch[axis] + lead[axis]);
  // Boxes of weights end at a multiple of 8.
  const around: Vec3 = [Math.max(2, margin[0]), margin[1], margin[2]];
  return {
    lead,
    margin,
    slabs: { perVoxel: TEMPORARY, largest: 4 * BATCH, margin: around },
  };
}

/**
 * The field of a slab four times in one buffer, `stride` quads apart: as it is, and from its
 * second, third and fourth word on, so that any four words in a row are a quad.
 */
function shiftedField(
  run: Run,
  volume: GpuGrid,
  slab: Region,
  margin: Vec3,
  outside: Outside,
): { readonly buffer: PooledBuffer; readonly size: Vec3; readonly stride: number } {
  const { buffer: field, size } = withMargin(run, volume, slab, margin, 3, outside);
  const bytes = 4 * volumeOf(size);
  const stride = Math.ceil(bytes / 16);
  const buffer = run.alloc(4 * 16 * stride, 'field, four times');
  for (let i = 0; i < 4; i++) run.copy(field, 4 * i, buffer, 16 * stride * i, bytes - 4 * i);
  run.free(field);
  return { buffer, size, stride };
}

/**
 * {@link nonLocalMeans} on the GPU: batch by batch of shifts, weights and their use; slab by slab.
 */
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

    // The greatest weight: a power of two, such that all together add up to no more than 1.
    const unit = 2 ** -Math.ceil(Math.log2(1 + 2 * shifts));

    const out = allocGrid(run, meta, region);
    const { lead, margin, slabs } = buffersOf(patch, reach);
    for (const slab of slabsOf(run, region, slabs)) {
      const field = shiftedField(run, volume, slab, margin, params);
      const box: Vec3 = [
        up(8, slab.size[0] + lead[0]),
        slab.size[1] + reach[1],
        slab.size[2] + reach[2],
      ];
      const weights = run.alloc(4 * volumeOf(box) * Math.min(BATCH, shifts), 'weights');
      const eights = Math.ceil(slab.size[0] / 8) * slab.size[1] * slab.size[2];
      const sums = run.alloc(64 * eights, 'sums');
      const table = shiftTable(reach, box, field.size, shifts, BATCH);
      const offsets = run.alloc(table.byteLength, 'shifts');
      run.upload(offsets, table);
      const shared = {
        task: layoutOf('f32', slab, meta.size),
        field_size: field.size,
        box,
        stride: field.stride,
        unit,
      };
      const centre = (margin[2] * field.size[1] + margin[1]) * field.size[0] + margin[0];
      const bytes = bytesOf('f32', slab);
      // Rows that are neighbours lie nearer in memory than slices that are; an image has one slice
      // only.
      const [along, across] = meta.size[2] > 1 ? ([1, 2] as const) : ([2, 1] as const);
      const blocks =
        (box[0] / 8) * Math.ceil(box[along] / NLM_LENGTH) * Math.ceil(box[across] / NLM_LINES);
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
            lead,
            inverse: 1 / (voxelsOfPatch * h * h),
            offset: (2 * noise * noise) / (h * h),
          },
          constants: {
            ALONG: along,
            PATCH_X: patch[0],
            PATCH_ALONG: patch[along],
            PATCH_ACROSS: patch[across],
          },
          size: { invocations: blocks * count },
          traffic: { read: 4 * volumeOf(field.size) * count, write: 4 * volumeOf(box) * count },
        });
        run.dispatch(nlmGather, {
          grids: { dst: out },
          buffers: { field: field.buffer, weights, shifts: offsets, sums },
          params: { ...shared, first, count, centre, last: last ? 1 : 0 },
          size: { invocations: eights },
          traffic: {
            read: (16 * volumeOf(slab.size) + 16) * count + bytes + (first > 0 ? 64 * eights : 0),
            write: last ? bytes : 64 * eights,
          },
        });
        await run.pace();
      }
      run.free(field.buffer, weights, offsets, sums);
    }
    return out;
  },
  {
    temporaries: (region, { params, metas: { volume }, binding }) => {
      const patch = reachOf(params.patch, volume.size);
      const { slabs } = buffersOf(patch, reachOf(params.search, volume.size));
      return slabTemporaries(region, slabs, binding, TEMPORARY + WAITING);
    },
  },
);
