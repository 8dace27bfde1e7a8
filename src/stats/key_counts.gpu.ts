// Counts of single values on the GPU, of some bins of a two-level histogram.
import { implementReduce } from '../implement/index.js';
import { keyCounts as countsKernel, NOWHERE } from '../kernels/counts/index.js';
import { chunksOf } from './chunks.gpu.js';
import type { Subject } from './histogram.gpu.js';
import { HALVES, keyCounts, type KeyCounts } from './key_bins.js';
import { mergeSums, type IdSums } from './objects/id_sums.js';

/** Bins that are counted at once. */
const AT_ONCE = 256;

/** Counts the values of some bins, given by rising upper halves of their keys. */
async function countBins(
  { run, volume, within, region }: Subject,
  chosen: Uint32Array,
): Promise<IdSums> {
  const { grids, task, constants, workgroups, bytes } = chunksOf(volume, within, region, 256);
  const table = new Uint32Array(HALVES).fill(NOWHERE);
  chosen.forEach((bin, i) => (table[bin] = i * HALVES));
  const places = run.alloc(table.byteLength, 'places of bins');
  run.upload(places, table);
  const counts = run.alloc(4 * HALVES * chosen.length, 'counts of values', { zero: true });
  run.dispatch(countsKernel, {
    grids,
    buffers: { places, counts },
    params: { task },
    constants,
    size: { workgroups: [workgroups, 1, 1] },
    traffic: { read: bytes + table.byteLength, write: 0 },
  });
  const words = new Uint32Array(await run.read(counts, 0, 4 * HALVES * chosen.length));
  run.free(places, counts);
  const keys: number[] = [];
  const found: number[] = [];
  let total = 0;
  words.forEach((n, at) => {
    if (n === 0) return;
    keys.push(chosen[Math.floor(at / HALVES)]! * HALVES + (at % HALVES));
    found.push(n);
    total += n;
  });
  // An atomic reads a word and writes it.
  run.declareTraffic({ read: 4 * total, write: 4 * total });
  return { ids: Uint32Array.from(keys), fields: [Float64Array.from(found)] };
}

/** {@link keyCounts} on the GPU: what occurs is read back per brick. */
export const keyCountsOnGpu = implementReduce(keyCounts, {
  partial: async ({ run, inputs: { volume, within, chosen }, region }): Promise<IdSums> => {
    const subject = { run, volume, within, region };
    let all: IdSums = { ids: new Uint32Array(0), fields: [new Float64Array(0)] };
    for (let i = 0; i < chosen.length; i += AT_ONCE)
      all = mergeSums(all, await countBins(subject, chosen.subarray(i, i + AT_ONCE)));
    return all;
  },
  merge: mergeSums,
  finish: ({ ids, fields: [counts] }): KeyCounts => ({ keys: ids, counts: counts! }),
});
