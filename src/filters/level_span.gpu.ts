import { implementOnHost } from '../implement/index.js';
import { keyToValue } from '../recipe/keys.js';
import { HALVES } from '../stats/key_bins.js';
import type { Range } from '../stats/range.js';
import { CORE, levelSpan } from './level_span.js';
import { percentileAmong } from './percentile_of_keys.gpu.js';

/** How far levels reach beyond the core of the values, of its width. */
const BEYOND = 2;

/** {@link levelSpan}, on the host. */
export const levelSpanOnHost = implementOnHost(levelSpan, ({ inputs: { bins, counts } }): Range => {
  const { dtype, nan, infinite } = bins;
  const count = bins.counts.reduce((sum, n) => sum + n, 0);
  if (count === 0) return { min: NaN, max: NaN, count, nan, infinite };
  const [first, last] = [
    bins.counts.findIndex((n) => n > 0),
    bins.counts.findLastIndex((n) => n > 0),
  ];
  const min = keyToValue(first * HALVES + bins.least[first]!, dtype) + 0;
  const max = keyToValue(last * HALVES + bins.greatest[last]!, dtype) + 0;
  const [low, high] = CORE.map((percent) => percentileAmong(bins, counts, percent));
  const reach = BEYOND * (high! - low!);
  // Where nearly all values are one, the others are what there is to see.
  if (reach === 0) return { min, max, count, nan, infinite };
  return {
    min: Math.max(min, low! - reach),
    max: Math.min(max, high! + reach),
    count,
    nan,
    infinite,
  };
});
