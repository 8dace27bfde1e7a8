// Sum, mean and standard deviation on the GPU: exact moments in fixed point.
import { implementReduce, wideLoads } from '../implement/index.js';
import { moments as kernel, momentsNarrow } from '../kernels/stats/index.js';
import { MOMENTS_ROW } from '../kernels/shared/index.js';
import { lanesOf, type Dtype } from '../recipe/dtype.js';
import { chunksOf } from './chunks.gpu.js';
import { referenceExponent } from './fixed_point.js';
import { moments } from './moments.js';
import { finishSums, sumRows, type Sums } from './moment_sums.js';

/** Chunks that an invocation sums at least, where there are so many: 14 atomics follow. */
const CHUNKS_EACH = 4;

/** {@link moments} on the GPU: one pass and 56 bytes per workgroup read back. */
export const momentsOnGpu = implementReduce(moments, {
  partial: async ({ run, inputs, region }) => {
    const { volume, within, range } = inputs;
    const isFloat = volume.meta.storage === 'f32';
    const { workgroups, grids, task, constants, FLAT, bytes } = chunksOf(
      volume,
      within,
      region,
      64 * CHUNKS_EACH,
    );
    const size = workgroups * MOMENTS_ROW * 4;
    const partials = run.alloc(size, 'moments');
    const shared = {
      size: { workgroups: [workgroups, 1, 1] },
      traffic: { read: bytes, write: size },
    } as const;
    if (lanesOf(volume.meta.storage) > 1) {
      const { quads, WIDE, free } = wideLoads(run, volume);
      run.dispatch(momentsNarrow, {
        ...shared,
        grids,
        buffers: { quads, partials },
        params: { task },
        constants: { ...constants, WIDE, FLAT },
      });
      free();
    } else {
      const finite = range !== undefined && range.count > 0;
      const exponent = isFloat && finite ? referenceExponent(range.min, range.max) : 1;
      run.dispatch(kernel, {
        ...shared,
        grids,
        buffers: { partials },
        params: { task, exponent },
        constants,
      });
    }
    const words = new Uint32Array(await run.read(partials, 0, size));
    run.free(partials);
    return sumRows(words, MOMENTS_ROW, isFloat);
  },
  merge: (a, b): Sums => ({
    sum: a.sum + b.sum,
    squares: a.squares + b.squares,
    count: a.count + b.count,
    nonFinite: a.nonFinite + b.nonFinite,
    lowKey: Math.min(a.lowKey, b.lowKey),
    highKey: Math.max(a.highKey, b.highKey),
  }),
  finish: (sums, { metas, inputs }) =>
    finishSums(sums, metas.volume.storage as Dtype, inputs.range),
});
