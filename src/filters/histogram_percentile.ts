// Percentiles (quantiles) of a histogram.
import type { Histogram } from '../stats/histogram.js';

/** The bin of the value of a rank, counted from 0. */
function binOfRank(counts: Float64Array, rank: number): number {
  let reached = 0;
  return counts.findIndex((n) => (reached += n) > rank);
}

/**
 * The value below which `percent` of the counted integers lie: between ranks, linear (NumPy's
 * default). NaN where nothing was counted.
 */
export function histogramPercentile({ counts, start, total }: Histogram, percent: number): number {
  if (total === 0) return NaN;
  const position = ((total - 1) * percent) / 100;
  const low = binOfRank(counts, Math.floor(position));
  const high = binOfRank(counts, Math.ceil(position));
  return start + low + (high - low) * (position - Math.floor(position));
}
