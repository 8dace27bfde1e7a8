import { twoSidedT } from './student_t.js';

/** The values of samples in a few numbers. */
export interface Spread {
  /** Samples that have a value. */
  readonly n: number;
  readonly mean: number;
  /** The standard deviation between samples, n − 1 below; NaN of fewer than two. */
  readonly sd: number;
  /** Student's interval of the mean; null of fewer than two samples. */
  readonly interval: readonly [lo: number, hi: number] | null;
  readonly min: number;
  readonly max: number;
}

/** Mean, standard deviation, and Student's interval of the mean, of finite values. */
export function spreadOf(values: ArrayLike<number>, level: number): Spread {
  const n = values.length;
  if (n === 0) return { n, mean: NaN, sd: NaN, interval: null, min: NaN, max: NaN };
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const value = values[i]!;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const mean = sum / n;
  if (n === 1) return { n, mean, sd: NaN, interval: null, min, max };
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - mean) ** 2;
  const sd = Math.sqrt(squares / (n - 1));
  const half = (quantileOf(level, n - 1) * sd) / Math.sqrt(n);
  return { n, mean, sd, interval: [mean - half, mean + half], min, max };
}

/** Quantiles that were computed: groups often have the same size. */
const known = new Map<string, number>();

function quantileOf(level: number, freedom: number): number {
  const key = `${String(level)} ${String(freedom)}`;
  let found = known.get(key);
  if (found === undefined) known.set(key, (found = twoSidedT(level, freedom)));
  return found;
}
