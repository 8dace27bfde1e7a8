// Covariance in double-double arithmetic (error-free products and sums).
import { joinWords, TWO_32 } from './id_sums.js';

/** Above this, whole numbers have gaps. */
const EXACT = 2 ** 53;
/** Splits a double into halves of 26 bits (Veltkamp). */
const SPLIT = 2 ** 27 + 1;

/** What a product of two doubles loses in being rounded (Dekker, Numer. Math. 18, 1971, 224). */
function lost(a: number, b: number, product: number): number {
  const x = SPLIT * a;
  const aHigh = x - (x - a);
  const aLow = a - aHigh;
  const y = SPLIT * b;
  const bHigh = y - (y - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/**
 * The covariance of n pairs of whole numbers from Σ x, Σ y and Σ xy (in two words), however far
 * from zero they lie: products are taken with what they lose, so that the great terms cancel
 * exactly, and n² times the covariance is right to a small part of 1.
 */
export function covariance(
  n: number,
  sumX: number,
  sumY: number,
  low: number,
  high: number,
): number {
  const products = joinWords(low, high);
  if (n * products < EXACT && sumX * sumY < EXACT) return (n * products - sumX * sumY) / n / n;
  const upper = high * TWO_32;
  const [a, b, c] = [n * upper, n * low, sumX * sumY];
  // Two sums, each with what it loses (Knuth, The Art of Computer Programming 2, 4.2.2).
  const first = a - c;
  const back = first - a;
  const firstLost = a - (first - back) - (c + back);
  const second = first + b;
  const rest = second - first;
  const secondLost = first - (second - rest) + (b - rest);
  const losses = lost(n, upper, a) - lost(sumX, sumY, c) + lost(n, low, b);
  return (second + (firstLost + secondLost + losses)) / n / n;
}
