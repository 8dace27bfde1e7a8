// Values of a volume in rising groups, as a two-level histogram tells them apart.
import { keyToValue } from '../recipe/keys.js';
import { HALVES, type KeyBins, type KeyCounts } from '../stats/key_bins.js';

/** Some values, less the origin of their list. */
export interface ValueGroup {
  readonly count: number;
  readonly mean: number;
  /** Keys of the least and the greatest value. */
  readonly first: number;
  readonly last: number;
}

/** Rising groups of values. */
export interface ValueGroups {
  readonly groups: readonly ValueGroup[];
  /** What is subtracted from all values: about their median, so that sums lose little. */
  readonly origin: number;
}

/** The bin with the middle one of the values; −1 where there is none. */
function medianBin(counts: Float64Array): number {
  const half = counts.reduce((sum, n) => sum + n, 0) / 2;
  let reached = 0;
  return counts.findIndex((n) => n > 0 && (reached += n) >= half);
}

/** A group for each bin, and one for each value of those bins whose values were counted. */
export function valueGroups(bins: KeyBins, fine?: KeyCounts): ValueGroups {
  const { dtype, counts, sums, least, greatest } = bins;
  const middle = medianBin(counts);
  const origin = middle < 0 ? 0 : keyToValue(middle * HALVES, dtype);
  const groups: ValueGroup[] = [];
  let at = 0;
  counts.forEach((count, bin) => {
    if (count === 0) return;
    const start = bin * HALVES;
    if (fine !== undefined && fine.keys[at]! < start + HALVES)
      for (; at < fine.keys.length && fine.keys[at]! < start + HALVES; at += 1) {
        const key = fine.keys[at]!;
        const mean = keyToValue(key, dtype) - origin;
        groups.push({ count: fine.counts[at]!, mean, first: key, last: key });
      }
    else {
      const value = keyToValue(start, dtype);
      const step = keyToValue(start + 1, dtype) - value;
      groups.push({
        count,
        mean: value - origin + (step * sums[bin]!) / count,
        first: start + least[bin]!,
        last: start + greatest[bin]!,
      });
    }
  });
  return { groups, origin };
}
