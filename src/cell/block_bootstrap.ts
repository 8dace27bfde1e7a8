// Intervals of means by drawing blocks anew.

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

/**
 * The 95 % interval of Σ sums / Σ counts, of blocks that are taken to be independent, by the
 * percentiles of 999 draws of as many blocks (Künsch 1989, https://doi.org/10.1214/aos/1176347265,
 * with blocks that do not overlap). Deviations are widened by √(n / (n − 1)) for the n blocks that
 * hold something; with fewer than 2 the interval is unknown, NaN.
 */
export function blockInterval(
  sums: ArrayLike<number>,
  counts: ArrayLike<number>,
): readonly [number, number] {
  const full = Array.from(counts, (_, i) => i).filter((i) => counts[i]! > 0);
  const n = full.length;
  if (n < 2) return [NaN, NaN];
  const next = draws();
  const ratio = (of: readonly number[]): number => {
    let [sum, count] = [0, 0];
    for (const i of of) {
      sum += sums[i]!;
      count += counts[i]!;
    }
    return sum / count;
  };
  const mean = ratio(full);
  const widened = Math.sqrt(n / (n - 1));
  const means = Float64Array.from({ length: DRAWS }, () => {
    const drawn = full.map(() => full[Math.floor((next() / 2 ** 32) * n)]!);
    return mean + widened * (ratio(drawn) - mean);
  }).sort();
  const edge = Math.round(0.025 * (DRAWS + 1)) - 1;
  return [means[edge]!, means[DRAWS - 1 - edge]!];
}
