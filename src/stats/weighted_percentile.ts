// Weighted percentile (inverted cumulative distribution).

/**
 * Sums of weights that are equal in exact arithmetic differ in floats; a cumulative weight this
 * close to what is asked for has reached it.
 */
export const REACHED = 1 - 1e-12;

/**
 * The index of the smallest value whose cumulative weight reaches the fraction p of all weight, by
 * sorted values; −1 where it is not reached.
 */
export function reachedIndex(weights: Float64Array, p: number, total: number): number {
  const wanted = p * total * REACHED;
  let reached = 0;
  for (let i = 0; i < weights.length; i += 1) {
    reached += weights[i]!;
    if (reached >= wanted && reached > 0) return i;
  }
  return -1;
}

/**
 * As {@link reachedIndex} (NumPy's `inverted_cdf`): the last where it is not reached (−1 of none).
 */
export function percentileIndex(weights: Float64Array, p: number, total: number): number {
  const index = reachedIndex(weights, p, total);
  return index < 0 ? weights.length - 1 : index;
}
