// Confidence intervals of percentiles by order statistics (binomial distribution).
import type { Bounds } from './score_intervals.js';

/** ln n! (Stirling's series; exact sums below 32). */
function logFactorial(n: number): number {
  if (n < 32) {
    let sum = 0;
    for (let k = 2; k <= n; k += 1) sum += Math.log(k);
    return sum;
  }
  return (
    (n + 0.5) * Math.log(n) -
    n +
    0.5 * Math.log(2 * Math.PI) +
    1 / (12 * n) -
    1 / (360 * n ** 3) +
    1 / (1260 * n ** 5)
  );
}

/** The chance of k or more successes of n. */
export function binomialTail(n: number, q: number, k: number): number {
  if (k <= 0) return 1;
  if (q >= 1) return 1;
  const term = (i: number): number =>
    Math.exp(
      logFactorial(n) -
        logFactorial(i) -
        logFactorial(n - i) +
        i * Math.log(q) +
        (n - i) * Math.log1p(-q),
    );
  // The lesser tail is added up, from k outwards, until terms no longer count.
  const odds = q / (1 - q);
  const above = k > n * q;
  let sum = 0;
  if (above)
    for (let i = k, t = term(k); i <= n && t > 1e-18; i += 1) {
      sum += t;
      t *= ((n - i) / (i + 1)) * odds;
    }
  else
    for (let i = k - 1, t = term(k - 1); i >= 0 && t > 1e-18; i -= 1) {
      sum += t;
      t *= i / ((n - i + 1) * odds);
    }
  return above ? sum : 1 - sum;
}

/**
 * The 95 % interval of a percentile of n values that all count the same, by order statistics:
 * exact, whatever their distribution. The number of values below the percentile of the population
 * is binomial, so that it lies between two ranks with a chance of at least 95 % (H. A. David, Order
 * Statistics, 1981, 2.5). Where no rank is low (or high) enough, the least (greatest) value.
 */
export function percentileInterval(sorted: Float64Array, p: number): Bounds {
  const n = sorted.length;
  /**
   * The lowest rank that the percentile of the population lies below with at least a chance; n + 1
   * if none.
   */
  const rankAt = (chance: number): number => {
    let [low, high] = [1, n + 1];
    while (low < high) {
      const rank = Math.floor((low + high) / 2);
      if (1 - binomialTail(n, p, rank) >= chance) high = rank;
      else low = rank + 1;
    }
    return low;
  };
  // Below the lower rank lie at most 2.5 %, from the upper one on as well.
  const lower = Math.max(1, rankAt(0.025 + 1e-12) - 1);
  return [sorted[lower - 1]!, sorted[Math.min(n, rankAt(0.975)) - 1]!];
}
