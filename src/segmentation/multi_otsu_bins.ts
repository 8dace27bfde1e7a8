// Multi-level Otsu: dynamic programming over bins, by divide and conquer.
import { prefixSums } from './histogram_cuts.js';

/**
 * The last bin of every class but the highest. Between-class variance is, up to constants, the sum
 * over classes of (Σ i n_i)² / Σ n_i; the best cuts of a longer histogram never lie lower, so that
 * each level of the dynamic program is solved by halves in n log n.
 */
export function multiOtsuBins(counts: Float64Array, classes: number): number[] | undefined {
  const occupied = [...counts.keys()].filter((i) => counts[i]! > 0);
  const bins = occupied.length;
  if (bins < classes) return undefined;
  const { n, s } = prefixSums(counts);
  const value = (from: number, to: number): number => {
    const [a, b] = [occupied[from]!, occupied[to - 1]! + 1];
    return (s[b]! - s[a]!) ** 2 / (n[b]! - n[a]!);
  };
  let best = Float64Array.from({ length: bins + 1 }, (_, end) => (end > 0 ? value(0, end) : 0));
  const cuts: Int32Array[] = [];
  for (let level = 2; level <= classes; level += 1) {
    const next = new Float64Array(bins + 1).fill(-Infinity);
    const cut = new Int32Array(bins + 1);
    const solve = (first: number, last: number, low: number, high: number): void => {
      if (first > last) return;
      const end = (first + last) >> 1;
      for (let at = Math.max(low, level - 1); at <= Math.min(high, end - 1); at += 1) {
        const total = best[at]! + value(at, end);
        if (total > next[end]!) {
          next[end] = total;
          cut[end] = at;
        }
      }
      solve(first, end - 1, low, cut[end]!);
      solve(end + 1, last, cut[end]!, high);
    };
    solve(level, bins, level - 1, bins - 1);
    cuts.push(cut);
    best = next;
  }
  const chosen: number[] = [];
  let end = bins;
  for (const cut of cuts.toReversed()) {
    end = cut[end]!;
    chosen.unshift(occupied[end - 1]!);
  }
  return chosen;
}
