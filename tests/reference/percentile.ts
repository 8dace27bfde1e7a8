/**
 * The smallest value with at least the fraction p of all weight at or below it, by asking each
 * value.
 */
export function percentileTwin(
  values: readonly number[],
  weights: readonly number[],
  p: number,
): number {
  const total = weights.reduce((a, b) => a + b, 0);
  const enough = values.filter((candidate) => {
    const below = weights.reduce((sum, w, i) => sum + (values[i]! <= candidate ? w : 0), 0);
    return below >= p * total * (1 - 1e-12);
  });
  return Math.min(...enough);
}
