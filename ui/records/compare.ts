// Two groups of samples beside each other: are they different, and how much do samples differ?
import { midRanks } from './statistics/ranks.js';
import { permutationTest, type PermutationTest } from './statistics/permutations.js';
import { randomNumbers } from './statistics/random.js';
import {
  largestDistance,
  mergeValues,
  weightedQuantiles,
  weightsOf,
} from './statistics/weighted.js';

/** Resamplings behind the interval of a quantile. */
const RESAMPLINGS = 1000;
/** Samples that a resampling says something of. */
const LEAST_SAMPLES = 3;

/** A comparison of two groups of samples by one value of each. */
export interface ValueComparison extends PermutationTest {
  /** `Mann–Whitney U, two-sided, by permutation of samples`. */
  readonly test: string;
  /** The statistic U of the first group; equal values count half. */
  readonly u: number;
  /** U over all pairs: how often a value of the first group is the larger one, 0…1. */
  readonly superiority: number;
  /** Samples of the first group, and of the second. */
  readonly n: readonly [number, number];
}

/**
 * Compares two groups of values by Mann and Whitney's test (1947), two-sided. Its p-value comes
 * from permutations of the samples, all of them where there are at most 20,000: ties need no
 * correction.
 */
export function compareValues(
  first: readonly number[],
  second: readonly number[],
): ValueComparison {
  const ranks = midRanks([...first, ...second]);
  const { length: a } = first;
  const { length: b } = second;
  const uOf = (chosen: readonly number[]): number =>
    chosen.reduce((sum, i) => sum + ranks[i]!, 0) - (a * (a + 1)) / 2;
  const u = uOf(first.map((_, i) => i));
  const middle = (a * b) / 2;
  return {
    test: 'Mann–Whitney U, two-sided, by permutation of samples',
    u,
    superiority: u / (a * b),
    n: [a, b],
    ...permutationTest(a, a + b, (chosen) => Math.abs(uOf(chosen) - middle)),
  };
}

/** A comparison of the distributions of objects in two groups of samples. */
export interface DistributionComparison extends PermutationTest {
  /** `Kolmogorov–Smirnov distance, by permutation of samples`. */
  readonly test: string;
  /** The largest distance of the two distribution functions, 0…1. */
  readonly distance: number;
  /** Samples of the first group, and of the second. */
  readonly n: readonly [number, number];
}

/**
 * Compares the distributions of objects by the distance of Kolmogorov and Smirnov. Objects of one
 * sample are no independent draws, so that its p-value comes from permutations of whole samples.
 */
export function compareDistributions(
  first: readonly ArrayLike<number>[],
  second: readonly ArrayLike<number>[],
  weigh: 'objects' | 'samples',
): DistributionComparison {
  const merged = mergeValues([...first, ...second]);
  const count = first.length + second.length;
  const distanceOf = (chosen: readonly number[]): number => {
    const inFirst = new Array<number>(count).fill(0);
    for (const sample of chosen) inFirst[sample] = 1;
    const one = weightsOf(merged, weigh, inFirst);
    const other = weightsOf(
      merged,
      weigh,
      inFirst.map((n) => 1 - n),
    );
    return largestDistance(merged, one, other);
  };
  return {
    test: 'Kolmogorov–Smirnov distance, by permutation of samples',
    distance: distanceOf(first.map((_, i) => i)),
    n: [first.length, second.length],
    ...permutationTest(first.length, count, distanceOf),
  };
}

/** A quantile of objects, and how far samples move it. */
export interface ObjectQuantile {
  readonly probability: number;
  readonly value: number;
  /** 95 % interval by resampling samples; null where there are fewer than 3. */
  readonly interval: readonly [lo: number, hi: number] | null;
}

/** Quantiles of the objects of a group of samples. */
export interface ObjectQuantiles {
  readonly samples: number;
  readonly objects: number;
  readonly quantiles: readonly ObjectQuantile[];
  /** Why there are no intervals; '' where there are. */
  readonly reason: string;
}

/**
 * Quantiles of objects with the spread between samples: samples are drawn again with replacement
 * 1,000 times (Efron's bootstrap, percentiles), and never objects, of which those of one sample
 * belong together.
 *
 * @param probabilities - 0…1, rising.
 */
export function objectQuantiles(
  samples: readonly ArrayLike<number>[],
  probabilities: readonly number[],
  weigh: 'objects' | 'samples',
  seed = 1,
): ObjectQuantiles {
  const merged = mergeValues(samples);
  const values = weightedQuantiles(merged, weightsOf(merged, weigh), probabilities);
  const filled = merged.counts.filter((n) => n > 0).length;
  const resampled = filled < LEAST_SAMPLES ? [] : resamplings(merged.counts.length, seed);
  const drawn = resampled.map((times) =>
    weightedQuantiles(merged, weightsOf(merged, weigh, times), probabilities),
  );
  return {
    samples: filled,
    objects: merged.values.length,
    reason: resampled.length === 0 ? `fewer than ${String(LEAST_SAMPLES)} samples` : '',
    quantiles: values.map((value, i) => ({
      probability: probabilities[i]!,
      value,
      interval: intervalOf(drawn.map((each) => each[i]!)),
    })),
  };
}

/** How often each sample is drawn, for every resampling. */
function resamplings(count: number, seed: number): readonly (readonly number[])[] {
  const random = randomNumbers(seed);
  return Array.from({ length: RESAMPLINGS }, () => {
    const times = new Array<number>(count).fill(0);
    for (let i = 0; i < count; i++) times[Math.floor(random() * count)]! += 1;
    return times;
  });
}

function intervalOf(drawn: readonly number[]): readonly [number, number] | null {
  const finite = drawn.filter((n) => !Number.isNaN(n)).sort((a, b) => a - b);
  if (finite.length === 0) return null;
  const at = (p: number): number => finite[Math.round(p * (finite.length - 1))]!;
  return [at(0.025), at(0.975)];
}
