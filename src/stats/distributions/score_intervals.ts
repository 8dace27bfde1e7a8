// Confidence intervals of weighted percentiles and means from sums of scores.
import { studentQuantile } from './mean.js';

/** Bounds of an interval. */
export type Bounds = readonly [lo: number, hi: number];

/** Values by rising size, their weights, and which of them vary together. */
export interface Scored {
  readonly values: Float64Array;
  readonly weights: Float64Array;
  /** The group of each value, below `count`; without groups every value varies by itself. */
  readonly groups?: { readonly of: Uint8Array; readonly count: number } | undefined;
  /** By what factor the variance is larger than that between groups says. Default 1. */
  readonly inflation?: number | undefined;
  /**
   * Estimates all weight otherwise than by the sum of `weights`: by what each value adds to it,
   * then what other things add, with their groups.
   */
  readonly whole?: { readonly parts: Float64Array; readonly of: Uint8Array } | undefined;
}

/** Sums of scores in groups, and what their spread says of the sum of all. */
class ScoreSums {
  readonly #groups: Float64Array;
  readonly #single: boolean;
  readonly #count: number;
  readonly #inflation: number;
  /** The 97.5 % quantile of Student's t for the groups, or for the values. */
  readonly quantile: number;
  total = 0;
  #groupSquares = 0;
  #squares = 0;
  #cubes = 0;

  constructor(values: number, groups: number | undefined, inflation = 1) {
    this.#inflation = inflation;
    this.#single = groups === undefined;
    this.#count = groups ?? values;
    this.#groups = new Float64Array(groups ?? 0);
    this.quantile = studentQuantile(this.#count - 1);
  }

  /** Replaces a score of a group. */
  change(group: number, before: number, after: number): void {
    this.total += after - before;
    this.#squares += after * after - before * before;
    this.#cubes += after ** 3 - before ** 3;
    if (this.#single) return;
    const sum = this.#groups[group]!;
    const changed = sum + after - before;
    this.#groups[group] = changed;
    this.#groupSquares += changed * changed - sum * sum;
  }

  get deviation(): number {
    const n = this.#count;
    const squares = this.#single ? this.#squares : this.#groupSquares;
    const spread = ((squares - (this.total * this.total) / n) * n) / (n - 1);
    return Math.sqrt(this.#inflation * Math.max(0, spread));
  }

  /**
   * How many deviations the sum may lie below and above 0. Student's quantile is right where the
   * sum is as good as normal; where single scores are large on one side, the sum divided by its own
   * deviation strays to the other, by γ (2 t² + 1)/6 with γ the skewness of the sum (P. Hall, The
   * Bootstrap and Edgeworth Expansion, 1992, 2.6). That side is widened; the other is not narrowed.
   */
  get reach(): { readonly below: number; readonly above: number } {
    const t = this.quantile;
    const skewness = this.#squares > 0 ? this.#cubes / this.#squares ** 1.5 : 0;
    const shift = (skewness * (2 * t * t + 1)) / 6;
    return { below: t + Math.max(0, shift), above: t + Math.max(0, -shift) };
  }
}

/**
 * The 95 % interval of a percentile: the values x at which the weight up to x, less the part p of
 * all weight, is no further from 0 than its deviation allows. An end that no value bounds is 0 or
 * Infinity.
 */
export function percentileScoreInterval(
  { values, weights, groups, inflation, whole }: Scored,
  p: number,
): Bounds {
  const n = values.length;
  const sums = new ScoreSums(n, groups?.count, inflation);
  const parts = whole?.parts ?? weights;
  const partGroups = whole?.of ?? groups?.of;
  for (let i = 0; i < parts.length; i += 1) sums.change(partGroups?.[i] ?? 0, 0, -p * parts[i]!);
  const isTooLow = (): boolean => sums.total < -sums.reach.below * sums.deviation;
  const isTooHigh = (): boolean => sums.total > sums.reach.above * sums.deviation;
  let lo = isTooLow() ? undefined : 0;
  for (let i = 0; i < n;) {
    const value = values[i]!;
    // Equal values are passed together.
    for (; i < n && values[i] === value; i += 1) {
      const before = -p * parts[i]!;
      sums.change(groups?.of[i] ?? 0, before, before + weights[i]!);
    }
    if (lo === undefined && !isTooLow()) lo = value;
    if (isTooHigh()) return [lo ?? value, value];
  }
  return [lo ?? values[n - 1]!, Infinity];
}

/** The 95 % interval of the weighted mean of values. */
export function meanScoreInterval({ values, weights, groups, inflation }: Scored): Bounds {
  const n = values.length;
  let total = 0;
  let moment = 0;
  for (let i = 0; i < n; i += 1) {
    total += weights[i]!;
    moment += weights[i]! * values[i]!;
  }
  const mean = moment / total;
  const sums = new ScoreSums(n, groups?.count, inflation);
  for (let i = 0; i < n; i += 1)
    sums.change(groups?.of[i] ?? 0, 0, weights[i]! * (values[i]! - mean));
  const { deviation, reach } = sums;
  // Where large scores lie above 0, a mean without them is too low.
  return [mean - (reach.above * deviation) / total, mean + (reach.below * deviation) / total];
}

/** The 95 % interval of a sum of weights, on the scale of its logarithm. */
export function sumScoreInterval(
  weights: Float64Array,
  groups: { readonly of: Uint8Array; readonly count: number },
): Bounds {
  const sums = new ScoreSums(weights.length, groups.count);
  weights.forEach((weight, i) => {
    sums.change(groups.of[i]!, 0, weight);
  });
  const { total, deviation, quantile } = sums;
  const half = (quantile * deviation) / total;
  return [total * Math.exp(-half), total * Math.exp(half)];
}
