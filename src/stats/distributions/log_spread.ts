// How far a log-normal distribution of the same spread would reach, beyond what was seen.

/** Values by rising size with weights. */
interface Ranked {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

function ranked(values: Float64Array, weights: Float64Array | undefined): Ranked {
  const rows = Uint32Array.from(values, (_, i) => i);
  rows.sort((a, b) => values[a]! - values[b]! || a - b);
  return {
    values: Float64Array.from(rows, (row) => values[row]!),
    weights: Float64Array.from(rows, (row) => weights?.[row] ?? 1),
  };
}

/**
 * The spread of the upper half of positive values on the logarithmic scale: the root of the mean
 * square of ln(x / median) above the median, σ of a log-normal distribution. It rests on half of
 * the values and hardly on the largest few, so that it says what to expect of these where they
 * happen to be lacking.
 */
function upperLogSpread(values: Float64Array, weights?: Float64Array): number {
  const sorted = ranked(values, weights);
  const total = sorted.weights.reduce((sum, w) => sum + w, 0);
  let below = 0;
  let median = NaN;
  let squares = 0;
  let above = 0;
  sorted.values.forEach((value, i) => {
    const w = sorted.weights[i]!;
    below += w;
    if (Number.isNaN(median) && below >= total / 2) median = value;
    else if (value > median) {
      squares += w * Math.log(value / median) ** 2;
      above += w;
    }
  });
  return above > 0 ? Math.sqrt(squares / above) : 0;
}

/** As {@link upperLogSpread}, two standard errors above what was found: chance spreads few less. */
export function mostLogSpread(values: Float64Array, weights?: Float64Array): number {
  return upperLogSpread(values, weights) * (1 + 2 / Math.sqrt(values.length));
}

/** The skewness of the mean of n log-normal values of a spread σ. */
export function logNormalSkewness(sigma: number, n: number): number {
  const e = Math.exp(sigma * sigma);
  return ((e + 2) * Math.sqrt(e - 1)) / Math.sqrt(n);
}

/**
 * A weighted mean of more skewness than this has no interval by Student's t: it hangs on a few of
 * the largest values, and misses the truth where they happen to be lacking.
 */
export const MOST_SKEWNESS = 0.35;

/**
 * The skewness that a weighted mean has if the products of weight and value are log-normal, with
 * the spread that they have at most. By `counts` some stand for more than one.
 */
export function weightedMeanSkewness(
  values: Float64Array,
  weights: Float64Array,
  counts?: Float64Array,
): number {
  const products = values.map((value, i) => Math.abs(value) * weights[i]!);
  const positive = products.filter((product) => product > 0);
  const own = counts?.filter((_, i) => products[i]! > 0);
  return logNormalSkewness(mostLogSpread(positive, own), values.length);
}
