import { implementReduce } from '../implement/index.js';
import { countBetween, floatEdges, mergeCounted, type Counted } from '../stats/histogram.gpu.js';
import type { Histogram } from '../stats/histogram.js';
import { percentileIndex } from '../stats/weighted_percentile.js';
import { refuseEndless } from './endless.js';
import { thicknessDistribution, type ThicknessValue } from './thickness.js';

const PERCENTILES = { p10: 0.1, p25: 0.25, p50: 0.5, p75: 0.75, p90: 0.9 } as const;
/** Parts of a bin that holds a percentile; those of five bins are as many as one pass counts. */
const PARTS = 800;

/** The bins of a histogram that hold percentiles, and the edges of their parts in one row. */
function percentileBins({ counts, edges, total }: Histogram): {
  readonly bins: readonly number[];
  readonly partEdges: Float64Array<ArrayBuffer>;
} {
  const found = Object.values(PERCENTILES).map((p) => percentileIndex(counts, p, total));
  const bins = [...new Set(found)].sort((a, b) => a - b);
  const partEdges = bins.flatMap((bin, i) => {
    const [low, high] = [edges![bin]!, edges![bin + 1]!];
    const parts = Array.from({ length: PARTS }, (_, k) => low + (k * (high - low)) / PARTS);
    return bins[i + 1] === bin + 1 ? parts : [...parts, high];
  });
  return { bins, partEdges: Float64Array.from(partEdges) };
}

/** The diameter that a part p of the voxels does not exceed: the middle of a part of its bin. */
function percentile(fine: Histogram, parts: Counted, p: number): number {
  const { counts, edges, total, min, max } = fine;
  const bin = percentileIndex(counts, p, total);
  const { partEdges } = percentileBins(fine);
  const first = partEdges.indexOf(edges![bin]!);
  const before = counts.subarray(0, bin).reduce((sum, n) => sum + n, 0);
  const own = Float64Array.of(before, ...parts.counts.subarray(first, first + PARTS));
  const part = first + Math.max(0, percentileIndex(own, p, total) - 1);
  return Math.min(max, Math.max(min, (partEdges[part]! + partEdges[part + 1]!) / 2));
}

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
      min: none ? null : range.min,
      max: none ? null : range.max,
      percentiles: none
        ? null
        : {
            p10: percentile(fine, parts, PERCENTILES.p10),
            p25: percentile(fine, parts, PERCENTILES.p25),
            p50: percentile(fine, parts, PERCENTILES.p50),
            p75: percentile(fine, parts, PERCENTILES.p75),
            p90: percentile(fine, parts, PERCENTILES.p90),
          },
      histogram: {
        edges: none ? new Float64Array(0) : floatEdges(range, params.bins),
        counts,
        fraction: counts.map((n) => n / range.count),
      },
    };
  },
});
