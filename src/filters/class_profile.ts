// Least-squares profile of stripes or rings together with the levels of two classes.

/**
 * Counts and sums of levels of a row of lines: four numbers per line, outside of a mask, then
 * inside.
 */
export type ClassSums = ArrayLike<number>;

/** Number of alternations between fitting the levels of the classes and those of the lines. */
const TURNS = 25;

/**
 * How much brighter each line is than the others where the classes are the same: the least-squares
 * fit of a level per line and one per class to all voxels. In levels; 0 on average over all voxels,
 * and 0 for lines without voxels.
 */
export function classProfile(sums: ClassSums, prior: number): Float64Array {
  const lines = sums.length / 4;
  const profile = new Float64Array(lines);
  const count = (line: number): number => sums[4 * line]! + sums[4 * line + 2]!;
  for (let turn = 0; turn < TURNS; turn += 1) {
    const level = [0, 2].map((group) => {
      let sum = 0;
      let n = 0;
      for (let i = 0; i < lines; i += 1) {
        const own = sums[4 * i + group]!;
        sum += sums[4 * i + group + 1]! - own * profile[i]!;
        n += own;
      }
      return n > 0 ? sum / n : 0;
    });
    let total = 0;
    let voxels = 0;
    for (let i = 0; i < lines; i += 1) {
      const n = count(i);
      if (n === 0) continue;
      const above =
        sums[4 * i + 1]! -
        sums[4 * i]! * level[0]! +
        sums[4 * i + 3]! -
        sums[4 * i + 2]! * level[1]!;
      profile[i] = above / (n + prior);
      total += n * profile[i]!;
      voxels += n;
    }
    if (voxels === 0) return profile;
    for (let i = 0; i < lines; i += 1) if (count(i) > 0) profile[i]! -= total / voxels;
  }
  return profile;
}
