import { implementReduce } from '../implement/index.js';
import { countBetween, floatEdges, mergeCounted, type Counted } from '../stats/histogram.gpu.js';
import type { Histogram } from '../stats/histogram.js';
import type { Moments } from '../stats/moments.js';
import type { Range } from '../stats/range.js';
import { percentileIndex } from '../stats/weighted_percentile.js';
import { refuseEndless } from './endless.js';
import { thicknessDistribution, type ThicknessValue } from './thickness.js';

/** The diameter that a part p of the voxels does not exceed: the middle of its bin. */
function percentile({ counts, edges, total, min, max }: Histogram, p: number): number {
  const bin = percentileIndex(counts, p, total);
  return Math.min(max, Math.max(min, (edges![bin]! + edges![bin + 1]!) / 2));
}

/** {@link thicknessDistribution} on the GPU. */
export const thicknessDistributionOnGpu = implementReduce(thicknessDistribution, {
  partial: async ({ run, inputs, params, region }): Promise<Counted> => {
    const { diameters: volume, within } = inputs;
    const range = inputs.range as Range;
    refuseEndless('thickness', range.infinite);
    if (range.count > 0)
      return countBetween({ run, volume, within, region }, floatEdges(range, params.bins));
    return { counts: new Float64Array(0), below: 0, above: 0, nan: 0 };
  },
  merge: mergeCounted,
  finish: ({ counts }, { params, inputs, metas }): ThicknessValue => {
    const range = inputs.range as Range;
    const { mean, std } = inputs.moments as Moments;
    const fine = inputs.fine as Histogram;
    const none = range.count === 0;
    return {
      voxels: range.count,
      unit: metas.diameters.unit,
      mean: none ? null : mean,
      std: none ? null : std,
      min: none ? null : range.min,
      max: none ? null : range.max,
      percentiles: none
        ? null
        : {
            p10: percentile(fine, 0.1),
            p25: percentile(fine, 0.25),
            p50: percentile(fine, 0.5),
            p75: percentile(fine, 0.75),
            p90: percentile(fine, 0.9),
          },
      histogram: {
        edges: none ? new Float64Array(0) : floatEdges(range, params.bins),
        counts,
        fraction: counts.map((n) => n / range.count),
      },
    };
  },
});
