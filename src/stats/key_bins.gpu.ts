// Two-level histograms on the GPU.
import { workgroupWords } from '../gpu/index.js';
import { implementReduce, wordsOf } from '../implement/index.js';
import { keyBins as binsKernel, KEY_CHUNKS } from '../kernels/counts/index.js';
import type { Dtype } from '../recipe/dtype.js';
import { chunksOf } from './chunks.gpu.js';
import { HALVES, keyBins, type KeyBins } from './key_bins.js';

/** Invocations of a workgroup. */
const WIDTH = 256;
/** Words: five columns, NaN and the infinities. */
const WORDS = 5 * HALVES + 2;

/** The workgroup's table: up to 512 slots, of five words each. */
function slotsOf(words: number) {
  const SLOT_BITS = Math.floor(Math.log2(words / 5));
  return { SLOT_BITS, SLOTS: 2 ** SLOT_BITS, SUMS: 4 * 2 ** SLOT_BITS };
}

/** {@link keyBins} on the GPU: one pass; the tables are read back per brick. */
export const keyBinsOnGpu = implementReduce(keyBins, {
  partial: async ({ run, inputs: { volume, within }, region }): Promise<KeyBins> => {
    const { grids, task, constants, bytes } = chunksOf(volume, within, region, WIDTH);
    const bins = run.alloc(4 * WORDS, 'bins of keys', { zero: true });
    run.dispatch(binsKernel, {
      grids,
      buffers: { bins },
      params: { task },
      constants: { ...constants, ...slotsOf(workgroupWords(run.gpu)) },
      size: { invocations: WIDTH * Math.ceil(wordsOf(task) / (WIDTH * KEY_CHUNKS)) },
      traffic: { read: bytes + 4 * WORDS, write: 4 * WORDS },
    });
    const words = new Uint32Array(await run.read(bins, 0, 4 * WORDS));
    run.free(bins);
    const column = (i: number): Uint32Array => words.subarray(i * HALVES, (i + 1) * HALVES);
    const high = column(2);
    return {
      dtype: volume.meta.storage as Dtype,
      counts: new Float64Array(column(0)),
      sums: Float64Array.from(column(1), (low, i) => low + 2 ** 32 * high[i]!),
      least: Uint16Array.from(column(3), (complement) => complement ^ 0xffff),
      greatest: new Uint16Array(column(4)),
      nan: words[5 * HALVES]!,
      infinite: words[5 * HALVES + 1]!,
    };
  },
  merge: (a, b): KeyBins => ({
    dtype: a.dtype,
    counts: a.counts.map((n, i) => n + b.counts[i]!),
    sums: a.sums.map((sum, i) => sum + b.sums[i]!),
    least: a.least.map((low, i) => Math.min(low, b.least[i]!)),
    greatest: a.greatest.map((low, i) => Math.max(low, b.greatest[i]!)),
    nan: a.nan + b.nan,
    infinite: a.infinite + b.infinite,
  }),
  finish: (bins) => bins,
});
