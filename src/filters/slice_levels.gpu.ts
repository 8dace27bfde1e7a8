// Slice-to-slice intensity correction on the GPU: a histogram per slice.
import { bytesOf, implementReduce, layoutOf } from '../implement/index.js';
import { sliceHistogram, SLICE_BINS } from '../kernels/filters/index.js';
import { codeOf, DTYPES, type Dtype } from '../recipe/dtype.js';
import type { Range } from '../stats/range.js';
import { sliceLevels } from './slice_levels.js';
import { fitSliceLevels } from './slice_levels_fit.js';

/** Workgroups that share a slice at most. */
const MOST_PARTS = 16;

/** Counts of the slices from `first` on. */
interface Counted {
  readonly first: number;
  readonly slices: number;
  readonly counts: Uint32Array<ArrayBuffer>;
}

/**
 * Where the bins of all slices lie; one more than the range of integers, so that each has a bin.
 */
function binsOf(dtype: Dtype, range: Range): { start: number; gain: number; width: number } {
  if (range.count === 0) return { start: 0, gain: 0, width: 0 };
  const integer = DTYPES[dtype].integer;
  const start = Math.fround(integer ? range.min - 0.5 : range.min);
  const span = range.max - start + (integer ? 0.5 : 0);
  const gain = span > 0 ? Math.fround(SLICE_BINS / span) : 0;
  return { start, gain, width: gain > 0 ? 1 / gain : 0 };
}

function add(a: Counted, b: Counted): Counted {
  const first = Math.min(a.first, b.first);
  const slices = Math.max(a.first + a.slices, b.first + b.slices) - first;
  const counts = new Uint32Array(slices * SLICE_BINS);
  for (const part of [a, b]) {
    const offset = (part.first - first) * SLICE_BINS;
    part.counts.forEach((n, i) => (counts[offset + i]! += n));
  }
  return { first, slices, counts };
}

/** {@link sliceLevels} on the GPU: a histogram per slice. */
export const sliceLevelsOnGpu = implementReduce(sliceLevels, {
  partial: async ({ run, inputs, region }): Promise<Counted> => {
    const { volume } = inputs;
    const dtype = volume.meta.storage as Dtype;
    const { start, gain } = binsOf(dtype, inputs.range);
    const slices = region.size[2];
    const parts = Math.min(MOST_PARTS, Math.ceil(region.size[1] / 16));
    const bytes = 4 * SLICE_BINS * slices;
    const counts = run.alloc(bytes, 'histograms', { zero: true });
    const groups = slices * parts;
    run.dispatch(sliceHistogram, {
      grids: { src: volume },
      buffers: { counts },
      params: { task: layoutOf(dtype, region, volume.meta.size), start, gain, parts },
      constants: { SRC_DTYPE: codeOf(dtype) },
      size: { workgroups: [Math.min(groups, 65535), Math.ceil(groups / 65535), 1] },
      traffic: { read: bytesOf(dtype, region) + bytes * parts, write: bytes * parts },
    });
    const words = new Uint32Array(await run.read(counts, 0, bytes));
    run.free(counts);
    return { first: region.origin[2], slices, counts: words };
  },
  merge: add,
  finish: ({ counts }, { metas, inputs, params }) =>
    fitSliceLevels(
      counts,
      SLICE_BINS,
      binsOf(metas.volume.storage as Dtype, inputs.range),
      params.correct,
      params.window,
    ),
});
