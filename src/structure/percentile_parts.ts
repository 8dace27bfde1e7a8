// Percentiles by a histogram refined where they lie.
import type { Histogram } from '../stats/histogram.js';
import { percentileIndex } from '../stats/weighted_percentile.js';
import type { Counted } from '../stats/histogram_counts.js';

/** The percentiles that are given, and how much of the voxels each is of. */
export const PERCENTILES = { p10: 0.1, p25: 0.25, p50: 0.5, p75: 0.75, p90: 0.9 } as const;

/** Parts of a bin that holds a percentile; those of five bins are as many as one pass counts. */
const PARTS = 800;

/** The bins of a histogram that hold percentiles, and the edges of their parts in one row. */
export function percentileBins({ counts, edges, total }: Histogram): {
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
export function percentile(fine: Histogram, parts: Counted, p: number): number {
  const { counts, edges, total, min, max } = fine;
  const bin = percentileIndex(counts, p, total);
  const { partEdges } = percentileBins(fine);
  const first = partEdges.indexOf(edges![bin]!);
  const before = counts.subarray(0, bin).reduce((sum, n) => sum + n, 0);
  const own = Float64Array.of(before, ...parts.counts.subarray(first, first + PARTS));
  const part = first + Math.max(0, percentileIndex(own, p, total) - 1);
  return Math.min(max, Math.max(min, (partEdges[part]! + partEdges[part + 1]!) / 2));
}
