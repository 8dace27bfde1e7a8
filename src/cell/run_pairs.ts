// Pairs of runs on neighbouring rays that overlap.
import type { RayRuns } from './ray_runs.js';

/**
 * How pairs are ranked: those that share at least so much of what they span, in quarters, are
 * visited before all others.
 */
const RANKS = 4;

/**
 * Visits the pairs of runs on neighbouring rays, in a row and from row to row, that overlap along
 * the rays: those first that share most of what they span, others in their order along the rays; so
 * the order is the same for every bricking. Where rays are `closed`, the last of a row lies beside
 * its first: such pairs have the seam 1. Returns how many there are.
 */
export function forEachPair(
  { angles, rows, first, start, end }: RayRuns,
  { closed, isOfSheet }: { readonly closed: boolean; readonly isOfSheet: (run: number) => boolean },
  visit: (a: number, b: number, seam: number) => void,
): number {
  let pairs = 0;
  /** Goes through the runs of two rays that overlap and are of a rank. */
  const link = (ray: number, other: number, seam: number, rank: number): void => {
    let [a, b] = [first[ray]!, first[other]!];
    const [endA, endB] = [first[ray + 1]!, first[other + 1]!];
    while (a < endA && b < endB) {
      const [low, high] = [Math.max(start[a]!, start[b]!), Math.min(end[a]!, end[b]!)];
      if (low <= high && isOfSheet(a) && isOfSheet(b)) {
        const span = Math.max(end[a]!, end[b]!) - Math.min(start[a]!, start[b]!) + 1;
        const own = Math.min(RANKS - 1, Math.floor((RANKS * (high - low + 1)) / span));
        if (own === rank) {
          pairs += 1;
          visit(a, b, seam);
        }
      }
      if (end[a]! < end[b]!) a += 1;
      else b += 1;
    }
  };
  for (let rank = RANKS - 1; rank >= 0; rank -= 1)
    for (let row = 0; row < rows; row += 1)
      for (let angle = 0; angle < angles; angle += 1) {
        const ray = row * angles + angle;
        const isLast = angle === angles - 1;
        if (!isLast) link(ray, ray + 1, 0, rank);
        else if (closed) link(ray, ray + 1 - angles, 1, rank);
        if (row + 1 < rows) link(ray, ray + angles, 0, rank);
      }
  return pairs;
}
