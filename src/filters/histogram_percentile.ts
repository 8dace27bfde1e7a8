// Percentiles (quantiles) of a histogram.
import type { Histogram } from '../stats/histogram.js';

/** The bin of the value of a rank, counted from 0, and how many values lie below that bin. */
export function binOfRank(counts: Float64Array, rank: number): { bin: number; below: number } {
  let below = 0;
  let bin = 0;
  for (; below + counts[bin]! <= rank; bin += 1) below += counts[bin]!;
  return { bin, below };
}

/**
 * The value below which `percent` of the counted integers lie: between ranks, linear (NumPy's
 * default). NaN where nothing was counted.
 */
export function histogramPercentile({ counts, start, total }: Histogram, percent: number): number {
  if (total === 0) return NaN;
  const position = ((total - 1) * percent) / 100;
  const low = binOfRank(counts, Math.floor(position)).bin;
  const high = binOfRank(counts, Math.ceil(position)).bin;
  return start + low + (high - low) * (position - Math.floor(position));
}
