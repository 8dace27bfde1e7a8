// Medians by selection (Hoare's FIND).

/** The k-th smallest of the first n values, which are reordered. */
function selected(values: Float64Array | Float32Array, n: number, k: number): number {
  let low = 0;
  let high = n - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const swapped = values[i]!;
      values[i++] = values[j]!;
      values[j--] = swapped;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return values[k]!;
}

/**
 * The median of the first n values, which are reordered; the mean of the middle two where n is
 * even; NaN of none. No value may be NaN.
 */
export function middleValue(values: Float64Array | Float32Array, n: number): number {
  if (n === 0) return NaN;
  const upper = selected(values, n, n >> 1);
  if (n % 2 === 1) return upper;
  let below = -Infinity;
  for (let i = 0; i < n >> 1; i++) below = Math.max(below, values[i]!);
  return (below + upper) / 2;
}

/** The median of those of some values that are not NaN. */
export function medianOf(values: Iterable<number>): number {
  const known = Float64Array.from(values).filter((value) => !Number.isNaN(value));
  return middleValue(known, known.length);
}

/** 1.4826 times the median magnitude: the standard deviation of normal deviations about 0. */
export function spreadOf(deviations: Float32Array | Float64Array): number {
  let n = 0;
  const known = deviations.slice();
  for (const value of deviations) if (!Number.isNaN(value)) known[n++] = Math.abs(value);
  return 1.4826 * middleValue(known, n);
}
