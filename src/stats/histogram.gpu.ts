// Histogram on the GPU, privatised in workgroup memory where the bins fit.
import { workgroupWords, type Run } from '../gpu/index.js';
import { implementReduce, wideLoads, wordsOf, type GpuGrid } from '../implement/index.js';
import {
  histogramBytes,
  histogramDirect,
  histogramEdges,
  histogramWindow,
  GROUP_BYTES,
  MOST_BINS,
} from '../kernels/counts/index.js';
import { DTYPES, type Dtype } from '../recipe/dtype.js';
import type { Region } from '../recipe/geometry.js';
import { chunksOf } from './chunks.gpu.js';
import { edgeKeys, integerKeys, planIntegers, workgroupBins } from './histogram_bins.js';
import { histogram } from './histogram.js';
import type { Range } from './range.js';
import {
  floatEdges,
  histogramOf,
  integerSpan,
  mergeCounted,
  type Counted,
} from './histogram_counts.js';

/** Keys of 8 bits. */
const BYTES = 256;
/** Bins, over all copies, that a workgroup holds at most: 16 KiB. */
const WINDOW_WORDS = 4096;

/** What is counted, and where. */
export interface Subject {
  readonly run: Run;
  readonly volume: GpuGrid;
  readonly within: GpuGrid | undefined;
  readonly region: Region;
}

/** Counts an 8-bit volume, and sorts the counts by a range. */
async function countBytes(
  { run, volume, within, region }: Subject,
  { first, last }: { readonly first: number; readonly last: number },
): Promise<Counted> {
  const { grids, task, constants, FLAT, bytes } = chunksOf(volume, within, region, 32);
  const counts = run.alloc(4 * BYTES, 'histogram', { zero: true });
  const { quads, WIDE, free } = wideLoads(run, volume);
  const groups = Math.ceil((32 * wordsOf(task)) / GROUP_BYTES);
  const moved = 4 * BYTES * groups;
  run.dispatch(histogramBytes, {
    grids,
    buffers: { quads, counts },
    params: { task },
    constants: { ...constants, WIDE, FLAT },
    size: { invocations: 32 * groups },
    traffic: { read: bytes + moved, write: moved },
  });
  free();
  const found = new Float64Array(new Uint32Array(await run.read(counts)));
  run.free(counts);
  const sum = (part: Float64Array): number => part.reduce((all, n) => all + n, 0);
  return {
    below: sum(found.subarray(0, first)),
    above: sum(found.subarray(last + 1)),
    nan: 0,
    counts: found.slice(first, last + 1),
  };
}

/** Counts integers, one bin per value of a range, or of the dtype of an 8-bit or 16-bit volume. */
export async function countIntegers(subject: Subject, range: Range | undefined): Promise<Counted> {
  const { run, volume, within, region } = subject;
  const dtype = volume.meta.storage as Dtype;
  const { first, last } = integerKeys(...integerSpan(dtype, range), dtype);
  const room = Math.min(WINDOW_WORDS, workgroupWords(run.gpu));
  // Columns of counters take all of a window's words.
  if (DTYPES[dtype].bits === 8 && room === WINDOW_WORDS)
    return countBytes(subject, { first, last });
  const values = last - first + 1;
  const counts = run.alloc(4 * (2 + values), 'histogram', { zero: true });
  const plan = planIntegers(values, dtype, room);
  if (plan.way === 'direct') {
    const { workgroups, grids, task, constants, bytes } = chunksOf(volume, within, region, 64);
    const voxels = (bytes * 8) / DTYPES[dtype].bits;
    const { quads, WIDE, free } = wideLoads(run, volume);
    run.dispatch(histogramDirect, {
      grids,
      buffers: { quads, counts },
      params: { task, lowest: first, highest: last },
      constants: { ...constants, WIDE },
      size: { workgroups: [workgroups, 1, 1] },
      traffic: { read: bytes + 4 * voxels, write: 4 * voxels },
    });
    free();
  } else {
    const { workgroups, grids, task, constants, bytes } = chunksOf(volume, within, region, 256);
    for (let window = 0; window < plan.windows; window += 1) {
      const from = first + window * room;
      const to = Math.min(last, from + room - 1);
      const bins = 4 * (to - from + 1) * workgroups;
      run.dispatch(histogramWindow, {
        grids,
        buffers: { counts },
        params: {
          task,
          first: from,
          last: to,
          lowest: first,
          highest: last,
          offset: from - first,
          outside: window === 0 ? 1 : 0,
        },
        constants: { ...constants, COPIES: plan.copies, WORDS: plan.words },
        size: { workgroups: [workgroups, 1, 1] },
        traffic: { read: bytes + bins, write: bins },
      });
    }
  }
  const words = new Uint32Array(await run.read(counts));
  run.free(counts);
  return {
    below: words[0]!,
    above: words[1]!,
    nan: 0,
    counts: new Float64Array(words.subarray(2)),
  };
}

/**
 * Counts an f32 volume between rising edges: edge i ≤ v < edge i + 1, the last bin also its end,
 * which may be Infinity. `spread` 'any' where they are far from equally spaced.
 */
export async function countBetween(
  { run, volume, within, region }: Subject,
  edges: Float64Array,
  spread: 'equal' | 'any' = 'equal',
): Promise<Counted> {
  const keys = edgeKeys(edges);
  const used = keys.length - 1;
  const { workgroups, grids, task, constants, bytes } = chunksOf(volume, within, region, 256);
  const edgeBuffer = run.alloc(keys.byteLength, 'edges');
  run.upload(edgeBuffer, keys);
  const counts = run.alloc(4 * (3 + used), 'histogram', { zero: true });
  const moved = 4 * used * workgroups;
  const { copies, words } = workgroupBins(used, Math.min(MOST_BINS, workgroupWords(run.gpu)));
  // Only a first guess of the bin.
  const start = edges[0]!;
  const scale = used / (edges[used]! - start);
  run.dispatch(histogramEdges, {
    grids,
    buffers: { edges: edgeBuffer, counts },
    params: { task, start, scale: Number.isFinite(scale) ? scale : 0, bins: used },
    constants: {
      HAS_WITHIN: constants.HAS_WITHIN,
      COPIES: copies,
      WORDS: words,
      EQUAL: spread === 'equal' ? 1 : 0,
    },
    size: { workgroups: [workgroups, 1, 1] },
    traffic: { read: bytes + moved + keys.byteLength, write: moved },
  });
  const found = new Uint32Array(await run.read(counts));
  run.free(edgeBuffer, counts);
  return {
    below: found[0]!,
    above: found[1]!,
    nan: found[2]!,
    counts: new Float64Array(found.subarray(3)),
  };
}

/** {@link histogram} on the GPU; its bins are read back per brick. */
export const histogramOnGpu = implementReduce(histogram, {
  partial: ({ run, inputs, params, region }): Promise<Counted> => {
    const subject: Subject = { run, volume: inputs.volume, within: inputs.within, region };
    const { range } = inputs;
    const isFloat = inputs.volume.meta.storage === 'f32';
    // Nothing was selected: there are no bins to count in.
    if (range?.count === 0 && range.nan + range.infinite === 0)
      return Promise.resolve({ counts: new Float64Array(0), below: 0, above: 0, nan: 0 });
    if (!isFloat || range === undefined) return countIntegers(subject, range);
    // Without a finite value there is still a bin, at 0, so that NaN and the infinities are
    // counted.
    const used = range.count === 0 ? { ...range, min: 0, max: 0 } : range;
    return countBetween(subject, floatEdges(used, params.bins));
  },
  merge: mergeCounted,
  finish: (counted, { metas, inputs, params }) =>
    histogramOf(counted, metas.volume.storage as Dtype, inputs.range, params.bins),
});
