// Distributions of objects that come from several samples: every sample with a weight of its own.

/** Values of several samples in one order. */
export interface MergedValues {
  /** Rising. */
  readonly values: Float64Array<ArrayBuffer>;
  /** The number of the sample of each value. */
  readonly of: Uint32Array<ArrayBuffer>;
  /** How many values each sample has. */
  readonly counts: readonly number[];
}

/** Merges the values of samples in one rising order; NaN is left out. */
export function mergeValues(samples: readonly ArrayLike<number>[]): MergedValues {
  const finite = samples.map((values) => Float64Array.from(values).filter((n) => !Number.isNaN(n)));
  const counts = finite.map(({ length }) => length);
  const total = counts.reduce((sum, n) => sum + n, 0);
  const all = new Float64Array(total);
  const owners = new Uint32Array(total);
  let at = 0;
  for (const [sample, values] of finite.entries()) {
    all.set(values, at);
    owners.fill(sample, at, at + values.length);
    at += values.length;
  }
  const order = Uint32Array.from(all, (_, i) => i).sort((a, b) => all[a]! - all[b]!);
  return {
    values: Float64Array.from(order, (i) => all[i]!),
    of: Uint32Array.from(order, (i) => owners[i]!),
    counts,
  };
}

/**
 * Weights of the objects of each sample: 1 for each object, or such that all samples weigh the
 * same.
 *
 * @param times - How often each sample is in; once if left out.
 */
export function weightsOf(
  { counts }: MergedValues,
  weigh: 'objects' | 'samples',
  times?: readonly number[],
): Float64Array<ArrayBuffer> {
  return Float64Array.from(counts, (n, i) => {
    const often = times?.[i] ?? 1;
    return weigh === 'objects' ? often : n === 0 ? 0 : often / n;
  });
}

/**
 * Quantiles of weighted values: the least value up to which at least that part of the weight lies
 * (the inverse of the distribution function, type 1 of Hyndman and Fan). NaN where nothing weighs.
 *
 * @param probabilities - Rising, 0…1.
 */
export function weightedQuantiles(
  { values, of, counts }: MergedValues,
  weights: Float64Array,
  probabilities: readonly number[],
): readonly number[] {
  const total = counts.reduce((sum, n, sample) => sum + n * weights[sample]!, 0);
  if (total === 0) return probabilities.map(() => NaN);
  const found: number[] = [];
  let below = 0;
  let last = NaN;
  for (let i = 0; i < values.length && found.length < probabilities.length; i++) {
    const weight = weights[of[i]!]!;
    if (weight === 0) continue;
    below += weight;
    last = values[i]!;
    // Rounding must not lose the last part of the weight.
    while (
      found.length < probabilities.length &&
      below >= probabilities[found.length]! * total * (1 - 1e-12)
    )
      found.push(last);
  }
  while (found.length < probabilities.length) found.push(last);
  return found;
}

/** The largest distance of two distribution functions of the same values (Kolmogorov–Smirnov). */
export function largestDistance(
  { values, of, counts }: MergedValues,
  one: Float64Array,
  other: Float64Array,
): number {
  const total = (weights: Float64Array): number =>
    counts.reduce((sum, n, sample) => sum + n * weights[sample]!, 0);
  const all = [total(one), total(other)] as const;
  let a = 0;
  let b = 0;
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    a += one[of[i]!]!;
    b += other[of[i]!]!;
    // Equal values step together.
    if (values[i] === values[i + 1]) continue;
    largest = Math.max(largest, Math.abs(a / all[0] - b / all[1]));
  }
  return largest;
}
