// Minimum and maximum on the GPU (reduction).
import type { Run } from '../gpu/index.js';
import { implementReduce, wideLoads, type GpuGrid } from '../implement/index.js';
import { range as kernel } from '../kernels/counts/index.js';
import type { Dtype } from '../recipe/dtype.js';
import type { Region } from '../recipe/geometry.js';
import { keyToValue } from '../recipe/keys.js';
import { chunksOf } from './chunks.gpu.js';
import { range, type Range } from './range.js';

/** Range of one box. */
export async function rangeOfBox(
  run: Run,
  grid: GpuGrid,
  within: GpuGrid | undefined,
  region: Region,
): Promise<Range> {
  const { workgroups, grids, task, constants, FLAT, bytes } = chunksOf(grid, within, region, 64);
  const found = run.alloc(20, 'range', { zero: true });
  const { quads, WIDE, free } = wideLoads(run, grid);
  run.dispatch(kernel, {
    grids,
    buffers: { quads, found },
    params: { task },
    constants: { ...constants, WIDE, FLAT },
    size: { workgroups: [workgroups, 1, 1] },
    traffic: { read: bytes + 20, write: 20 },
  });
  free();
  const words = new Uint32Array(await run.read(found));
  run.free(found);
  const dtype = grid.meta.storage as Dtype;
  const count = words[2]!;
  return {
    // Adding 0 turns −0, which orders below +0 here, into the one zero of arithmetic.
    min: count === 0 ? NaN : keyToValue(~words[0]! >>> 0, dtype) + 0,
    max: count === 0 ? NaN : keyToValue(words[1]!, dtype) + 0,
    count,
    nan: words[3]!,
    infinite: words[4]!,
  };
}

/** {@link range} on the GPU: one pass and 20 bytes read back per brick. */
export const rangeOnGpu = implementReduce(range, {
  partial: ({ run, inputs, region }) => rangeOfBox(run, inputs.volume, inputs.within, region),
  merge: (a, b): Range => ({
    min: a.count === 0 ? b.min : b.count === 0 ? a.min : Math.min(a.min, b.min),
    max: a.count === 0 ? b.max : b.count === 0 ? a.max : Math.max(a.max, b.max),
    count: a.count + b.count,
    nan: a.nan + b.nan,
    infinite: a.infinite + b.infinite,
  }),
  finish: (partial) => partial,
});
