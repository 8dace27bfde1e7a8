/** Different values, rising, and how often each occurs; of finite ones alone. */
export function valueCounts(data: ArrayLike<number>): { values: number[]; counts: number[] } {
  const found = new Map<number, number>();
  Array.from(data)
    .filter(Number.isFinite)
    .forEach((v) => found.set(v + 0, (found.get(v + 0) ?? 0) + 1));
  const values = [...found.keys()].sort((a, b) => a - b);
  return { values, counts: values.map((v) => found.get(v)!) };
}

/** Squares within a class, from the definition. */
export function squaresWithin(values: readonly number[], counts: readonly number[]): number {
  const n = counts.reduce((a, b) => a + b, 0);
  // From the first value on: subtracting what is near loses nothing.
  const mean = values.reduce((sum, v, i) => sum + counts[i]! * (v - values[0]!), 0) / n;
  return values.reduce((sum, v, i) => sum + counts[i]! * (v - values[0]! - mean) ** 2, 0);
}

/** The least squares within `classes`, and the thresholds that reach them, by trying all. */
export function otsuClassesTwin(
  data: ArrayLike<number>,
  classes: number,
): { squares: number; thresholds: number[] } {
  const { values, counts } = valueCounts(data);
  let best = { squares: Infinity, thresholds: [] as number[] };
  const visit = (ends: readonly number[], squares: number): void => {
    const from = ends.at(-1) ?? 0;
    const cost = (end: number): number =>
      squaresWithin(values.slice(from, end), counts.slice(from, end));
    if (ends.length === classes - 1) {
      const total = squares + cost(values.length);
      if (total < best.squares * (1 - 1e-12))
        best = { squares: total, thresholds: ends.map((end) => values[end - 1]!) };
      return;
    }
    for (let end = from + 1; end < values.length; end++) visit([...ends, end], squares + cost(end));
  };
  visit([], 0);
  return best;
}

/** The squares within the classes that thresholds make. */
export function squaresOf(data: ArrayLike<number>, thresholds: readonly number[]): number {
  const { values, counts } = valueCounts(data);
  const ends = [...thresholds.map((t) => values.filter((v) => v <= t).length), values.length];
  return ends.reduce((sum, end, i) => {
    const from = i === 0 ? 0 : ends[i - 1]!;
    return sum + squaresWithin(values.slice(from, end), counts.slice(from, end));
  }, 0);
}
