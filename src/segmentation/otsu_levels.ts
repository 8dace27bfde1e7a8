// Histogram levels that decide Otsu's cut, merged over bricks.
import type { LevelCounts } from './otsu.js';

/**
 * Levels of one brick, as keys: those of a whole histogram, or, of a whole volume, those that
 * decide its cut.
 */
export interface Levels {
  /** Key of the least level; 0 where there is no voxel. */
  readonly least: number;
  readonly levels: LevelCounts;
}

/** Where there is no voxel. */
export const NO_LEVELS: Levels = { least: 0, levels: levelsOf(new Float64Array(0)) };

/** Counts from the least level on as a whole histogram. */
function levelsOf(counts: Float64Array): LevelCounts {
  let [total, moment] = [0, 0];
  counts.forEach((n, i) => {
    total += n;
    moment += i * n;
  });
  return { counts, offset: 0, below: 0, momentBelow: 0, total, moment };
}

/** Counts of keys from `first` on as a whole histogram. */
export function trimmed(first: number, counts: Float64Array): Levels {
  const skipped = counts.findIndex((n) => n > 0);
  return skipped < 0
    ? NO_LEVELS
    : { least: first + skipped, levels: levelsOf(counts.subarray(skipped)) };
}

/** Levels of two bricks as one. */
export function mergeLevels(a: Levels, b: Levels): Levels {
  if (a.levels.total === 0) return b;
  if (b.levels.total === 0) return a;
  const first = Math.min(a.least, b.least);
  const end = Math.max(a.least + a.levels.counts.length, b.least + b.levels.counts.length);
  const counts = new Float64Array(end - first);
  for (const { least, levels } of [a, b])
    for (let i = 0; i < levels.counts.length; i += 1)
      counts[least - first + i]! += levels.counts[i]!;
  return { least: first, levels: levelsOf(counts) };
}
