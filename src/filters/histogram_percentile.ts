// Percentiles (quantiles) of a histogram.
import type { Histogram } from '../stats/histogram.js';

/** The bin of the value of a rank, counted from 0, and how many values lie below the bin. */
function binOfRank(counts: Float64Array, rank: number): { bin: number; below: number } {
  let below = 0;
  for (let bin = 0; bin < counts.length; bin += 1) {
    if (below + counts[bin]! > rank) return { bin, below };
    below += counts[bin]!;
  }
  return { bin: counts.length - 1, below: below - counts.at(-1)! };
}

/**
 * The value below which `percent` of the counted values lie: between ranks, linear (NumPy's
 * default). Bins of f32 are taken as filled evenly. NaN where nothing was counted.
 */
export function histogramPercentile(histogram: Histogram, percent: number): number {
  const { counts, start, edges, total, min, max } = histogram;
  if (total === 0) return NaN;
  if (percent <= 0) return min;
  if (percent >= 100) return max;
  const position = ((total - 1) * percent) / 100;
  if (edges === null) {
    const low = binOfRank(counts, Math.floor(position)).bin;
    const high = binOfRank(counts, Math.ceil(position)).bin;
    return start + low + (high - low) * (position - Math.floor(position));
  }
  const { bin, below } = binOfRank(counts, Math.floor(position));
  const share = (position - below + 0.5) / counts[bin]!;
  const value = edges[bin]! + (edges[bin + 1]! - edges[bin]!) * Math.min(1, share);
  return Math.min(max, Math.max(min, value));
}
