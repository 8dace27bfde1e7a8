/** Values with weights, in groups of like ones; and what all weight is estimated from. */
export interface ScoredTwin {
  readonly values: readonly number[];
  readonly weights: readonly number[];
  readonly groups: readonly number[];
  readonly count: number;
  /** What is added up to all weight, and its groups. */
  readonly parts: readonly number[];
  readonly partGroups: readonly number[];
}

/**
 * Whether a diameter x is in the 95 % interval of the percentile p, from the definition: the sum of
 * scores, weight up to x less p times all weight, against its deviation between groups, with the
 * side widened that skewness pulls it to. `t` is Student's quantile.
 */
export function holdsTwin(given: ScoredTwin, p: number, x: number, t: number): boolean {
  const sums = Array.from({ length: given.count }, () => 0);
  let [squares, cubes] = [0, 0];
  given.parts.forEach((part, i) => {
    const own = i < given.values.length && given.values[i]! <= x ? given.weights[i]! : 0;
    const score = own - p * part;
    sums[given.partGroups[i]!]! += score;
    squares += score ** 2;
    cubes += score ** 3;
  });
  const total = sums.reduce((a, b) => a + b, 0);
  const mean = total / given.count;
  const between = sums.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt((between * given.count) / (given.count - 1));
  const shift = ((cubes / squares ** 1.5) * (2 * t * t + 1)) / 6;
  return (
    total >= -(t + Math.max(0, shift)) * deviation && total <= (t + Math.max(0, -shift)) * deviation
  );
}
