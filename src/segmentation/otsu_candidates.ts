// Where cuts of a two-level histogram may be better than those between its bins.
import { keyToValue } from '../recipe/keys.js';
import { HALVES, type KeyBins } from '../stats/key_bins.js';
import { bestEnds, ClassCosts, leastCosts, type LeastCosts } from './least_squares_classes.js';
import { valueGroups, type ValueGroup } from './value_groups.js';

/** Relative tolerances of costs, and of their sums of squares: far above rounding. */
const ROUNDING = 1e-9;
const SQUARES_ROUNDING = 1e-13;

/**
 * The groups, each of several values as two: its voxels at its least and its greatest value, with
 * their mean kept.
 */
function atEnds(
  groups: readonly ValueGroup[],
  valueOf: (key: number) => number,
): { counts: number[]; values: number[]; corners: number[]; added: number } {
  const [counts, values, corners]: number[][] = [[], [], []];
  let added = 0;
  groups.forEach(({ count, mean, first, last }) => {
    const [low, high] = [valueOf(first), valueOf(last)];
    const atHigh = first === last ? 0 : Math.min(count, (count * (mean - low)) / (high - low));
    // Ends that f64 cannot tell apart, so far from the others, make no difference either.
    if (!(atHigh > 0 && atHigh < count)) {
      counts!.push(count);
      values!.push(mean);
      corners!.push(-1);
      return;
    }
    counts!.push(count - atHigh, atHigh);
    values!.push(low, high);
    corners!.push(counts!.length - 1);
    added += atHigh * (high - mean) ** 2 + (count - atHigh) * (mean - low) ** 2;
  });
  return { counts: counts!, values: values!, corners: corners!, added };
}

/** {@link leastCosts} of the last values, from the end on. */
function leastCostsFromEnd(
  counts: readonly number[],
  values: readonly number[],
  classes: number,
): LeastCosts {
  const mirrored = { counts: counts.toReversed(), values: values.toReversed() };
  return leastCosts(new ClassCosts(mirrored), classes);
}

/**
 * The bins in which a cut into `classes` may lie that is the best of all. The cost of the cuts
 * between bins is one that can be reached. What a cut within a bin can reach at best is found with
 * the voxels of every bin at its ends: the squares that this adds are the same for all cuts, and
 * the between-class variance, convex in what a bin's voxels add to either side, is greatest there.
 */
export function binsToDivide(bins: KeyBins, classes: number): Uint32Array {
  const { groups, origin } = valueGroups(bins);
  const binOf = ({ first }: ValueGroup): number => Math.floor(first / HALVES);
  const several = groups.filter(({ first, last }) => last > first);
  if (groups.length < classes) return Uint32Array.from(several, binOf);
  const known = new ClassCosts({
    counts: groups.map(({ count }) => count),
    values: groups.map(({ mean }) => mean),
  });
  const between = leastCosts(known, classes);
  const reached = between.costs[classes - 1]![groups.length]!;
  const ends = [0, ...bestEnds(between, classes, groups.length), groups.length];
  const squares = ends.slice(1).reduce((sum, end, i) => sum + known.squares(ends[i]!, end), 0);
  const spread = atEnds(groups, (key) => keyToValue(key, bins.dtype) - origin);
  const { counts, values, corners, added } = spread;
  const before = leastCosts(new ClassCosts({ counts, values }), classes - 1).costs;
  const behind = leastCostsFromEnd(counts, values, classes - 1).costs;
  const most = (reached + added) * (1 + ROUNDING) + SQUARES_ROUNDING * squares;
  const mayDivide = (corner: number): boolean => {
    if (corner < 0) return false;
    for (let k = 1; k < classes; k += 1)
      if (before[k - 1]![corner]! + behind[classes - k - 1]![counts.length - corner]! <= most)
        return true;
    return false;
  };
  return Uint32Array.from(
    groups.filter((_, i) => mayDivide(corners[i]!)),
    binOf,
  );
}
