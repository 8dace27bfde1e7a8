import type { Vec3 } from '../../src/recipe/geometry.js';
import { DIRECTIONS_13 } from '../../src/stats/directions.js';

/** Counts of the masks v > level, each counted on its own. */
export interface LevelCounts {
  readonly total: number;
  readonly above: readonly number[];
  readonly pairs: readonly number[];
  readonly crossings: readonly (readonly number[])[];
}

/**
 * For each level its own mask, and every pair of neighbours of it by plain loops. NaN is above no
 * level, or above all.
 */
export function levelCrossingsTwin(
  data: ArrayLike<number>,
  [nx, ny, nz]: Vec3,
  levels: ArrayLike<number>,
  inside: (at: number) => boolean,
  nanAbove = false,
): LevelCounts {
  const lies = (at: number, level: number): boolean =>
    Number.isNaN(data[at]!) ? nanAbove : data[at]! > level;
  const all = Array.from(levels);
  const places = Array.from({ length: nx * ny * nz }, (_, at) => at).filter(inside);
  const pairs = DIRECTIONS_13.map(() => 0);
  const crossings = DIRECTIONS_13.map(() => all.map(() => 0));
  for (const at of places)
    DIRECTIONS_13.forEach(([dx, dy, dz], k) => {
      const [x, y, z] = [
        (at % nx) + dx,
        (Math.floor(at / nx) % ny) + dy,
        Math.floor(at / nx / ny) + dz,
      ];
      if (Math.min(x, y, z) < 0 || x >= nx || y >= ny || z >= nz) return;
      const other = x + nx * (y + ny * z);
      if (!inside(other)) return;
      pairs[k]! += 1;
      all.forEach((level, i) => {
        if (lies(at, level) !== lies(other, level)) crossings[k]![i]! += 1;
      });
    });
  return {
    total: places.length,
    above: all.map((level) => places.filter((at) => lies(at, level)).length),
    pairs,
    crossings,
  };
}
