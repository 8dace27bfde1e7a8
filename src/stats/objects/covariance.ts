import { joinWords, joinWordsExactly } from './id_sums.js';

/**
 * The covariance of n pairs of whole numbers from Σ x, Σ y and Σ xy (in two words): exact before the division, however far from
 * zero they lie.
 */
export function covariance(
  n: number,
  sumX: number,
  sumY: number,
  low: number,
  high: number,
): number {
  const products = joinWords(low, high);
  if (n * products < 2 ** 53 && sumX * sumY < 2 ** 53) return (n * products - sumX * sumY) / n / n;
  const exact = BigInt(n) * joinWordsExactly(low, high) - BigInt(sumX) * BigInt(sumY);
  return Number(exact) / n / n;
}
