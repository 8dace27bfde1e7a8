// Distribution of local thickness on the GPU: a histogram of diameters.
import { implementReduce } from '../implement/index.js';
import { shortestFloat } from '../recipe/shortest_float.js';
import { countBetween } from '../stats/histogram.gpu.js';
import { floatEdges, mergeCounted, type Counted } from '../stats/histogram_counts.js';
import { refuseEndless } from './endless.js';
import { thicknessDistribution, type ThicknessValue } from './thickness.js';
import { PERCENTILES, percentileBins, percentile } from './percentile_parts.js';

/** Counts of the bins that are wanted, and of the parts of those that hold percentiles. */
interface Both {
  readonly coarse: Counted;
  readonly parts: Counted;
}

/** {@link thicknessDistribution} on the GPU. */
export const thicknessDistributionOnGpu = implementReduce(thicknessDistribution, {
  partial: async ({ run, inputs, params, region }): Promise<Both> => {
    const { diameters: volume, within, range, fine } = inputs;
    refuseEndless('thickness', range.infinite);
    const none = { counts: new Float64Array(0), below: 0, above: 0, nan: 0 };
    if (range.count === 0) return { coarse: none, parts: none };
    const subject = { run, volume, within, region };
    return {
      coarse: await countBetween(subject, floatEdges(range, params.bins)),
      parts: await countBetween(subject, percentileBins(fine).partEdges, 'any'),
    };
  },
  merge: (a, b) => ({
    coarse: mergeCounted(a.coarse, b.coarse),
    parts: mergeCounted(a.parts, b.parts),
  }),
  finish: ({ coarse: { counts }, parts }, { params, inputs, metas }): ThicknessValue => {
    const { range, fine, moments } = inputs;
    const { mean, std } = moments;
    const none = range.count === 0;
    return {
      voxels: range.count,
      unit: metas.diameters.unit,
      mean: none ? null : mean,
      std: none ? null : std,
      min: none ? null : shortestFloat(range.min),
      max: none ? null : shortestFloat(range.max),
      percentiles: none
        ? null
        : {
            p10: shortestFloat(percentile(fine, parts, PERCENTILES.p10)),
            p25: shortestFloat(percentile(fine, parts, PERCENTILES.p25)),
            p50: shortestFloat(percentile(fine, parts, PERCENTILES.p50)),
            p75: shortestFloat(percentile(fine, parts, PERCENTILES.p75)),
            p90: shortestFloat(percentile(fine, parts, PERCENTILES.p90)),
          },
      histogram: {
        edges: none ? new Float64Array(0) : floatEdges(range, params.bins),
        counts,
        fraction: counts.map((n) => n / range.count),
      },
    };
  },
});
