// Weighted percentile (inverted cumulative distribution).

/**
 * Sums of weights that are equal in exact arithmetic differ in floats; a cumulative weight this
 * close to what is asked for has reached it.
 */
export const REACHED = 1 - 1e-12;

/**
 * The index of the smallest value whose cumulative weight reaches the fraction p of all weight
 * (NumPy's `inverted_cdf`) by sorted values. −1 where there is no weight.
 */
export function percentileIndex(weights: Float64Array, p: number, total: number): number {
  const wanted = p * total * REACHED;
  let reached = 0;
  for (let i = 0; i < weights.length; i += 1) {
    reached += weights[i]!;
    if (reached >= wanted && reached > 0) return i;
  }
  return weights.length - 1;
}
