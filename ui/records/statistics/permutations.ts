// Tests of two groups by permutation: samples change groups, and the statistic is taken again.
import { randomNumbers } from './random.js';

/** Arrangements up to here are all made; of more, so many are drawn. */
const MOST_ARRANGEMENTS = 20_000;
const DRAWN = 9_999;

/** The p-value of a permutation test. */
export interface PermutationTest {
  /** The part of arrangements whose statistic is at least as large. */
  readonly p: number;
  /** Arrangements that were looked at. */
  readonly arrangements: number;
  /** Whether these are all there are. */
  readonly exact: boolean;
}

/**
 * The p-value of a statistic that is large where two groups differ. All arrangements of the samples
 * are made where there are at most 20,000; else 9,999 are drawn, and the one that was seen is one
 * more of them.
 *
 * @param first - How many of the samples are in the first group: those at its front.
 * @param count - How many samples there are.
 * @param statistic - The statistic of an arrangement: the samples of the first group, by number.
 */
export function permutationTest(
  first: number,
  count: number,
  statistic: (chosen: readonly number[]) => number,
  seed = 1,
): PermutationTest {
  const seen = statistic(Array.from({ length: first }, (_, i) => i));
  // Rounding must not part what is equal.
  const least = seen - 1e-12 * Math.max(1, Math.abs(seen));
  const all = choices(count, first);
  let asLarge = 0;
  if (all <= MOST_ARRANGEMENTS) {
    for (const chosen of combinations(count, first)) if (statistic(chosen) >= least) asLarge++;
    return { p: asLarge / all, arrangements: all, exact: true };
  }
  const random = randomNumbers(seed);
  for (let i = 0; i < DRAWN; i++) if (statistic(drawn(count, first, random)) >= least) asLarge++;
  return { p: (asLarge + 1) / (DRAWN + 1), arrangements: DRAWN + 1, exact: false };
}

/** How many ways there are to choose some of many. */
function choices(count: number, chosen: number): number {
  let ways = 1;
  for (let i = 1; i <= Math.min(chosen, count - chosen); i++)
    ways = Math.round((ways * (count - i + 1)) / i);
  return ways;
}

/** All ways to choose some of many, in the order of their numbers. The list is used again. */
function* combinations(count: number, chosen: number): Generator<readonly number[]> {
  const places = Array.from({ length: chosen }, (_, i) => i);
  for (;;) {
    yield places;
    const last = places.findLastIndex((place, i) => place < count - chosen + i);
    if (last < 0) return;
    places[last]! += 1;
    for (let i = last + 1; i < chosen; i++) places[i] = places[i - 1]! + 1;
  }
}

function drawn(count: number, chosen: number, random: () => number): readonly number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  for (let i = 0; i < chosen; i++) {
    const other = i + Math.floor(random() * (count - i));
    [all[i], all[other]] = [all[other]!, all[i]!];
  }
  return all.slice(0, chosen);
}
