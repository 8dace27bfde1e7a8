import { implementReduce } from '../../implement/index.js';
import type { Dtype } from '../../recipe/dtype.js';
import { countPairs, pairBytes } from './joint_counts.gpu.js';
import { jointHistogram } from './joint_histogram.js';
import { equalBins } from './score_table.js';

/** {@link jointHistogram} on the GPU; its bins are read back per brick. */
export const jointHistogramOnGpu = implementReduce(jointHistogram, {
  temporaries: (_, { params: { bins } }) =>
    pairBytes([bins, bins], { edge: [1, 1, 1], lattice: [1, 1, 1] }),
  partial: ({ run, inputs: { a, b, within, rangeA, rangeB }, params: { bins }, region }) =>
    countPairs(
      {
        run,
        grids: [a, b],
        within,
        keys: [
          equalBins(rangeA, a.meta.storage as Dtype, bins).keys,
          equalBins(rangeB, b.meta.storage as Dtype, bins).keys,
        ],
        region,
      },
      { edge: a.meta.size, lattice: [1, 1, 1] },
    ),
  merge: (x, y) => x.map((n, i) => n + y[i]!),
  finish: (found, { metas: { a, b }, inputs: { rangeA, rangeB }, params: { bins } }) => {
    const [edgesA, edgesB] = [
      equalBins(rangeA, a.storage as Dtype, bins).edges,
      equalBins(rangeB, b.storage as Dtype, bins).edges,
    ];
    const counts = found.slice(0, -1);
    return {
      bins: [Math.max(0, edgesA.length - 1), Math.max(0, edgesB.length - 1)] as const,
      ...{ counts, edgesA, edgesB },
      total: counts.reduce((sum, n) => sum + n, 0),
      missing: found.at(-1)!,
    };
  },
});
