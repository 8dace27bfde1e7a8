// Stripe (curtain) correction on the GPU: medians of differences from line to line.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { bytesOf, implementReduce } from '../implement/index.js';
import type { GridLayout } from '../gpu/index.js';
import { stripeMedians, MEDIAN_OFFSET } from '../kernels/filters/index.js';
import { codeOf, type Dtype } from '../recipe/dtype.js';
import { map3, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import { voxelsPerAxis } from '../recipe/length.js';
import { levelScale, type LevelScale } from './level_scale.js';
import { blockStart, ownedBlocks } from './owned_blocks.js';
import { groupedMedian, oddWindow, type Profile } from './profile.js';
import { DIFFERENCE_WIDTH, stripeLayout, stripeProfile } from './stripe_profile.js';
import { profileOf, type Steps } from './stripe_steps.js';

/** Words that are stored per line and block: m + MEDIAN_OFFSET, #(< m), #(= m) and n. */
export const MEDIAN_ROW = 4;

/** What {@link dispatchMedians} works on. */
export interface MedianTask {
  readonly src: PooledBuffer;
  readonly layout: GridLayout;
  readonly dtype: Dtype;
  readonly along: 0 | 1;
  /** Blocks that the axis along is cut into. */
  readonly blocks: number;
  readonly scale: LevelScale;
  /** Lines, blocks and slices. */
  readonly first: Vec3;
  readonly size: Vec3;
  /** Bytes that are read. */
  readonly bytes: number;
}

/** Records the search for medians; `medians` takes {@link MEDIAN_ROW} words for each. */
export function dispatchMedians(run: Run, task: MedianTask, medians: PooledBuffer): void {
  const count = volumeOf(task.size);
  run.dispatch(stripeMedians, {
    buffers: { src: task.src, medians },
    params: {
      src: task.layout,
      tasks: task.size,
      first: task.first,
      length: task.layout.volumeSize[task.along],
      blocks: task.blocks,
      start: task.scale.start,
      gain: task.scale.gain,
    },
    constants: { SRC_DTYPE: codeOf(task.dtype), ALONG: task.along },
    size: { invocations: count },
    traffic: { read: task.bytes },
  });
}

/** Steps in grey levels from what the kernel stored. */
export function stepsFrom(words: Uint32Array, step: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: words.length / MEDIAN_ROW }, (_, i) => {
    const [m, below, equal, n] = words.subarray(MEDIAN_ROW * i) as unknown as [
      number,
      number,
      number,
      number,
    ];
    return step * groupedMedian(m - MEDIAN_OFFSET, below, equal, n);
  });
}

/** {@link stripeProfile} on the GPU: one invocation per line and block. */
export const stripeProfileOnGpu = implementReduce(stripeProfile, {
  partial: async ({ run, inputs, params, region }): Promise<Steps[]> => {
    const { volume } = inputs;
    const { size, storage } = volume.meta;
    const { along, across, blocks } = stripeLayout(volume.meta, params.along, params.length);
    const owned = ownedBlocks(region, along, blocks, size[along]);
    const first: Vec3 = [region.origin[across], owned.first, region.origin[2]];
    const lines = Math.min(region.size[across], size[across] - 1 - region.origin[across]);
    const count: Vec3 = [lines, owned.end - owned.first, region.size[2]];
    if (volumeOf(count) <= 0) return [];
    const from = blockStart(owned.first, blocks, size[along]);
    const to = blockStart(owned.end, blocks, size[along]);
    const read: Region = {
      origin: map3((i) => (i === along ? from : region.origin[i])),
      size: map3((i) => (i === along ? to - from : i === across ? lines + 1 : region.size[i])),
    };
    const scale = levelScale(storage as Dtype, inputs.range);
    const bytes = 4 * MEDIAN_ROW * volumeOf(count);
    const medians = run.alloc(bytes, 'medians');
    const task = {
      src: volume.buffer,
      layout: volume.layout,
      dtype: storage as Dtype,
      along,
      blocks,
      scale,
    };
    dispatchMedians(run, { ...task, first, size: count, bytes: bytesOf(storage, read) }, medians);
    const words = new Uint32Array(await run.read(medians, 0, bytes));
    run.free(medians);
    return [{ first, size: count, values: stepsFrom(words, scale.step) }];
  },
  merge: (a, b): Steps[] => [...a, ...b],
  finish: (parts, { metas, params }): Profile => {
    const { size, spacing } = metas.volume;
    const { across, blocks } = stripeLayout(metas.volume, params.along, params.length);
    const window = oddWindow(voxelsPerAxis(params.width ?? DIFFERENCE_WIDTH, spacing)[across]);
    return profileOf(parts, [size[across], blocks, size[2]], window);
  },
});
