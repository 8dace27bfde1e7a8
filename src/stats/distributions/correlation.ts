// Correlation matrices: Pearson and Spearman (ranks).

/** How columns go with each other. */
export interface Correlations {
  /** Names of the columns, in the order of the matrix. */
  readonly columns: readonly string[];
  /** Pearson's of the values, or Spearman's of their ranks. */
  readonly method: 'pearson' | 'spearman';
  /**
   * Coefficients, −1 to 1, row by row; null where fewer than two rows have both values, or one
   * column has no spread.
   */
  readonly matrix: readonly (readonly (number | null)[])[];
  /** Number of rows with both values. */
  readonly counts: readonly (readonly number[])[];
}

/** Ranks from 1; equal values share the mean of theirs. */
export function ranksOf(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end += 1;
    for (let k = start; k < end; k += 1) ranks[order[k]!] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

function pearson(x: Float64Array, y: Float64Array): number | null {
  const n = x.length;
  if (n < 2) return null;
  const mean = (v: Float64Array): number => v.reduce((sum, a) => sum + a, 0) / n;
  const [mx, my] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i += 1) {
    const [dx, dy] = [x[i]! - mx, y[i]! - my];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xx > 0 && yy > 0 ? Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy))) : null;
}

/** The correlation of every two columns over the rows where both have a finite value. */
export function correlate(
  names: readonly string[],
  columns: readonly ArrayLike<number>[],
  method: 'pearson' | 'spearman',
): Correlations {
  const matrix = names.map(() => new Array<number | null>(names.length).fill(null));
  const counts = names.map(() => new Array<number>(names.length).fill(0));
  for (let i = 0; i < names.length; i += 1)
    for (let j = i; j < names.length; j += 1) {
      const [a, b] = [columns[i]!, columns[j]!];
      let n = 0;
      const [x, y] = [new Float64Array(a.length), new Float64Array(a.length)];
      for (let row = 0; row < a.length; row += 1)
        if (Number.isFinite(a[row]) && Number.isFinite(b[row])) {
          x[n] = a[row]!;
          y[n] = b[row]!;
          n += 1;
        }
      const [u, v] = [x.subarray(0, n), y.subarray(0, n)];
      const r = method === 'pearson' ? pearson(u, v) : pearson(ranksOf(u), ranksOf(v));
      matrix[i]![j] = matrix[j]![i] = r;
      counts[i]![j] = counts[j]![i] = n;
    }
  return { columns: names, method, matrix, counts };
}
