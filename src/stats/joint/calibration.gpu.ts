import { implementReduce } from '../../implement/index.js';
import type { Dtype } from '../../recipe/dtype.js';
import { valueToKey } from '../../recipe/keys.js';
import { binEdges, edgeKeys } from '../histogram_bins.js';
import { blocksOf } from './blocks.js';
import { calibration, calibrationOf, FRACTION_STEPS } from './calibration.js';
import { countPairs, pairBytes } from './joint_counts.gpu.js';
import { equalBins } from './score_table.js';

/** Bins about 0, 1/256, …, 1; of integers, 0 and 1. */
function fractionKeys(dtype: Dtype): Uint32Array {
  if (dtype !== 'f32')
    return Uint32Array.of(valueToKey(0, dtype), valueToKey(1, dtype), valueToKey(1, dtype));
  const half = 0.5 / FRACTION_STEPS;
  const keys = edgeKeys(binEdges(-half, 1 + half, FRACTION_STEPS + 1));
  keys[keys.length - 1]! -= 1;
  return keys;
}

/** {@link calibration} on the GPU; counts of all blocks are read back per brick. */
export const calibrationOnGpu = implementReduce(calibration, {
  temporaries: (_, { params, metas: { grey } }) =>
    pairBytes([params.bins, FRACTION_STEPS + 1], blocksOf(grey.size, params.block)),
  partial: ({ run, inputs: { grey, fraction, range }, params: { bins, block }, region }) =>
    countPairs(
      {
        run,
        grids: [grey, fraction],
        within: undefined,
        keys: [
          equalBins(range, grey.meta.storage as Dtype, bins).keys,
          fractionKeys(fraction.meta.storage as Dtype),
        ],
        region,
      },
      blocksOf(grey.meta.size, block),
    ),
  merge: (x, y) => x.map((n, i) => n + y[i]!),
  finish: (found, { metas: { grey, fraction }, inputs: { range, whole }, params }) => {
    const { edges } = equalBins(range, grey.storage as Dtype, params.bins);
    const bins = Math.max(0, edges.length - 1);
    const steps = fraction.storage === 'f32' ? FRACTION_STEPS + 1 : 2;
    const blocks = Array.from({ length: Math.floor(found.length / (bins * steps)) }, (_, at) => {
      const [n, sum] = [new Float64Array(bins), new Float64Array(bins)];
      for (let k = 0; k < bins; k += 1)
        for (let step = 0; step < steps; step += 1) {
          const count = found[(at * bins + k) * steps + step]!;
          n[k]! += count;
          sum[k]! += (count * step) / (steps - 1);
        }
      return { n, sum };
    });
    const counts = new Float64Array(bins);
    whole.counts.forEach((count, i) => {
      const middle = whole.start + whole.width * (whole.edges === null ? i : i + 0.5);
      const k = Math.floor(((middle - edges[0]!) / (edges[bins]! - edges[0]!)) * bins);
      counts[Math.max(0, Math.min(bins - 1, k))]! += count;
    });
    const { method, block } = params;
    // The last word counts what has no bin.
    const missing = found.at(-1) ?? 0;
    return calibrationOf(blocks, counts, edges, method, blocksOf(grey.size, block), missing);
  },
});
