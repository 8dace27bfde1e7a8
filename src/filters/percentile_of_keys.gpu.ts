// Percentiles (quantiles) of a 32-bit volume from a two-level histogram, on the host.
import { implementOnHost } from '../implement/index.js';
import { keyToValue } from '../recipe/keys.js';
import { HALVES, type KeyBins, type KeyCounts } from '../stats/key_bins.js';
import { binOfRank } from './histogram_percentile.js';
import type { Span } from './level_scale.js';
import { percentileBins, percentileOfKeys } from './percentile_of_keys.js';

/** The position of a percentage among ranks, which are counted from 0. */
function positionOf({ counts }: KeyBins, percent: number): number {
  return ((counts.reduce((sum, n) => sum + n, 0) - 1) * percent) / 100;
}

/** The value of a rank. */
function valueOfRank(bins: KeyBins, fine: KeyCounts, rank: number): number {
  const { bin, below } = binOfRank(bins.counts, rank);
  const start = bin * HALVES;
  if (bins.least[bin] === bins.greatest[bin])
    return keyToValue(start + bins.least[bin]!, bins.dtype) + 0;
  let at = fine.keys.findIndex((key) => key >= start);
  for (let reached = below + fine.counts[at]!; reached <= rank; reached += fine.counts[at]!)
    at += 1;
  return keyToValue(fine.keys[at]!, bins.dtype) + 0;
}

/** The value below which a percentage of the values lies, of which there is one at least. */
export function percentileAmong(bins: KeyBins, fine: KeyCounts, percent: number): number {
  const position = positionOf(bins, percent);
  const low = valueOfRank(bins, fine, Math.floor(position));
  const high = valueOfRank(bins, fine, Math.ceil(position));
  return low + (high - low) * (position - Math.floor(position));
}

/** {@link percentileBins}, on the host. */
export const percentileBinsOnHost = implementOnHost(percentileBins, ({ inputs, params }) => {
  const { bins } = inputs;
  if (bins.counts.every((n) => n === 0)) return new Uint32Array(0);
  const ranks = params.percentiles.flatMap((percent) => {
    const position = positionOf(bins, percent);
    return [Math.floor(position), Math.ceil(position)];
  });
  const chosen = ranks.map((rank) => binOfRank(bins.counts, rank).bin);
  const several = new Set(chosen.filter((bin) => bins.least[bin]! < bins.greatest[bin]!));
  return Uint32Array.from(several).sort();
});

/** {@link percentileOfKeys}, on the host. */
export const percentileOfKeysOnHost = implementOnHost(
  percentileOfKeys,
  ({ inputs: { bins, counts }, params }): Span => {
    if (bins.counts.every((n) => n === 0)) return { min: NaN, max: NaN };
    const [min, max] = params.percentiles.map((p) => percentileAmong(bins, counts, p));
    return { min: min!, max: max! };
  },
);
