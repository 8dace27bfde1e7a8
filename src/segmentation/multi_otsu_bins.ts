// Multi-level Otsu of a histogram of integers.
import { bestEnds, ClassCosts, leastCosts } from './least_squares_classes.js';

/**
 * The last bin of every class but the highest, of the cuts with the greatest between-class
 * variance; undefined where fewer bins than classes are occupied. Empty bins belong to the class
 * below.
 */
export function multiOtsuBins(counts: Float64Array, classes: number): number[] | undefined {
  const occupied = [...counts.keys()].filter((i) => counts[i]! > 0);
  if (occupied.length < classes) return undefined;
  const costs = new ClassCosts({ counts: occupied.map((i) => counts[i]!), values: occupied });
  const ends = bestEnds(leastCosts(costs, classes), classes, occupied.length);
  return ends.map((end) => occupied[end - 1]!);
}
