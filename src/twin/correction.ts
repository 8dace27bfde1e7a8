import { studentQuantile } from '../stats/distributions/mean.js';

/** A number of one twin: by the recipe of its image, and of its structure; null where none. */
export interface TwinPair {
  readonly measured: number | null;
  readonly true: number | null;
}

/** A number of the scan, and what twins say of it. */
export interface TwinNumber {
  /** By the recipe, of the scan; null where it gives none. */
  readonly measured: number | null;
  /**
   * What the recipe is off by, measured less true, in the number's own unit: the mean over the
   * twins of the generators that match, and null where none does; and the range, of a next twin at
   * 95 %, or of all twins that were made where none matches.
   */
  readonly bias: {
    readonly value: number | null;
    readonly range: readonly [lo: number, hi: number] | null;
  };
  /** Measured less bias; null where no generator matches, with the `reason`. */
  readonly corrected: number | null;
  /** 95 % band of `corrected`, from the spread of the bias from twin to twin; null with it. */
  readonly band: readonly [lo: number, hi: number] | null;
  /** Names of the generators that match. */
  readonly match: readonly string[];
  /** Why nothing is corrected; null where it is. */
  readonly reason: string | null;
}

/** The twins of a generator, as one number sees them. */
export interface NumberOfTwins {
  readonly name: string;
  readonly matches: boolean;
  readonly pairs: readonly TwinPair[];
}

/** Corrects a number by the twins of the generators that match. */
export function correctedNumber(
  measured: number | null,
  generators: readonly NumberOfTwins[],
): TwinNumber {
  const matching = generators.filter(({ matches }) => matches);
  const match = matching.map(({ name }) => name);
  const biases = (of: readonly NumberOfTwins[]): number[] =>
    of.flatMap(({ pairs }) => pairs.flatMap((pair) => biasOf(pair) ?? []));
  const nothing = (reason: string): TwinNumber => {
    const all = biases(generators);
    const range = all.length > 0 ? ([Math.min(...all), Math.max(...all)] as const) : null;
    return { measured, bias: { value: null, range }, corrected: null, band: null, match, reason };
  };
  if (measured === null || !Number.isFinite(measured))
    return nothing('the recipe gives no such number of the scan');
  if (matching.length === 0) return nothing('no generator makes twins that look like the scan');
  const without = matching.find(({ pairs }) => pairs.some((pair) => biasOf(pair) === null));
  if (without !== undefined)
    return nothing(`the recipe gives no such number of some twins by ${without.name}`);
  const spreads = matching.map((of) => spreadOf(biases([of])));
  const value = spreads.reduce((sum, { mean }) => sum + mean, 0) / spreads.length;
  // Where several match, nothing says which is right: the range is that of all.
  const range = [
    Math.min(...spreads.map(({ mean, half }) => mean - half)),
    Math.max(...spreads.map(({ mean, half }) => mean + half)),
  ] as const;
  return {
    measured,
    bias: { value, range },
    corrected: measured - value,
    band: [measured - range[1], measured - range[0]],
    match,
    reason: null,
  };
}

function biasOf(pair: TwinPair): number | null {
  if (pair.measured === null || pair.true === null) return null;
  const bias = pair.measured - pair.true;
  return Number.isFinite(bias) ? bias : null;
}

/** The mean, and half the width of the interval that holds the next one at 95 %. */
function spreadOf(values: readonly number[]): { readonly mean: number; readonly half: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, half: studentQuantile(n - 1) * Math.sqrt(variance * (1 + 1 / n)) };
}
