// Intervals of statistics by drawing blocks anew.

const DRAWS = 999;

/** Numbers 0 … 2³² − 1, the same for the same blocks: 32-bit xorshift (Marsaglia 2003). */
function draws(): () => number {
  let state = 0x9e3779b9;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** What drawing blocks anew says of a statistic. */
export interface Drawn {
  /** The 95 % interval. */
  readonly interval: readonly [lo: number, hi: number];
  /** Two-sided level at which the statistic differs from 0: twice the lesser part of the draws. */
  readonly significance: number;
}

/**
 * The 95 % interval of a statistic of `n` blocks that are taken to be independent, by the percentiles
 * of 999 draws of as many blocks (Künsch 1989, https://doi.org/10.1214/aos/1176347265, with blocks
 * that do not overlap). Deviations are widened by √(n / (n − 1)); of fewer than 2 blocks the interval
 * is unknown, NaN. `statistic` takes the numbers of the blocks that were drawn.
 */
export function drawBlocks(n: number, statistic: (drawn: readonly number[]) => number): Drawn {
  if (n < 2) return { interval: [NaN, NaN], significance: NaN };
  const next = draws();
  const all = Array.from({ length: n }, (_, i) => i);
  const value = statistic(all);
  const widened = Math.sqrt(n / (n - 1));
  const found = Float64Array.from({ length: DRAWS }, () => {
    const drawn = all.map(() => Math.floor((next() / 2 ** 32) * n));
    return value + widened * (statistic(drawn) - value);
  }).sort();
  const edge = Math.round(0.025 * (DRAWS + 1)) - 1;
  const below = found.filter((v) => v <= 0).length;
  const above = found.filter((v) => v >= 0).length;
  return {
    interval: [found[edge]!, found[DRAWS - 1 - edge]!],
    significance: Math.min(1, (2 * (Math.min(below, above) + 1)) / (DRAWS + 1)),
  };
}
