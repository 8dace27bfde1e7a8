// Sorted sample of a column, with weights.

/** The values of a column by rising size, those that are not finite left out. */
export interface Sample {
  readonly values: Float64Array;
  /** The weights, in the order of the values; undefined where all values count the same. */
  readonly weights: Float64Array | undefined;
  /** Rows without a finite value, or without a positive weight. */
  readonly missing: number;
}

/** Sorts a column, with the weights of another. */
export function sampleOf(values: ArrayLike<number>, weights?: ArrayLike<number>): Sample {
  const isGood = (i: number): boolean =>
    Number.isFinite(values[i]) &&
    (weights === undefined || (weights[i]! > 0 && Number.isFinite(weights[i])));
  let count = 0;
  for (let i = 0; i < values.length; i += 1) if (isGood(i)) count += 1;
  const missing = values.length - count;
  if (weights === undefined) {
    const sorted = new Float64Array(count);
    for (let i = 0, at = 0; i < values.length; i += 1) if (isGood(i)) sorted[at++] = values[i]!;
    return { values: sorted.sort(), weights: undefined, missing };
  }
  const rows = new Uint32Array(count);
  for (let i = 0, at = 0; i < values.length; i += 1) if (isGood(i)) rows[at++] = i;
  // Ties by row, so that the order never depends on the sort.
  rows.sort((a, b) => values[a]! - values[b]! || a - b);
  return {
    values: Float64Array.from(rows, (row) => values[row]!),
    weights: Float64Array.from(rows, (row) => weights[row]!),
    missing,
  };
}
