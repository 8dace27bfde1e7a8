// Intervals of means by drawing blocks anew.
import { drawBlocks } from '../stats/block_draws.js';

/**
 * The 95 % interval of Σ sums / Σ counts, of blocks that are taken to be independent, as
 * {@link drawBlocks} finds it of the n blocks that hold something.
 */
export function blockInterval(
  sums: ArrayLike<number>,
  counts: ArrayLike<number>,
): readonly [number, number] {
  const full = Array.from(counts, (_, i) => i).filter((i) => counts[i]! > 0);
  const ratio = (drawn: readonly number[]): number => {
    let [sum, count] = [0, 0];
    for (const i of drawn) {
      sum += sums[full[i]!]!;
      count += counts[full[i]!]!;
    }
    return sum / count;
  };
  return drawBlocks(full.length, ratio).interval;
}
