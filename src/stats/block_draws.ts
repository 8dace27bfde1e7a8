// Intervals of statistics by drawing blocks anew.
import { studentQuantile } from './distributions/mean.js';
import { NORMAL_QUANTILE } from './distributions/normal.js';

const DRAWS = 999;

/** Numbers 0 … 2³² − 1, the same for the same blocks: 32-bit xorshift (Marsaglia 2003). */
function draws(): () => number {
  let state = 0x9e3779b9;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** What drawing blocks anew says of a statistic. */
export interface Drawn {
  /** The 95 % interval. */
  readonly interval: readonly [lo: number, hi: number];
  /** Two-sided level at which the statistic differs from 0: twice the lesser part of the draws. */
  readonly significance: number;
}

/**
 * The 95 % interval of a statistic of `n` blocks that are taken to be independent, by the
 * percentiles of 999 draws of as many blocks (Künsch 1989, https://doi.org/10.1214/aos/1176347265,
 * with blocks that do not overlap). Deviations are widened by √(n / (n − 1)); of fewer than 2
 * blocks the interval is unknown, NaN. `statistic` takes the numbers of the blocks that were drawn.
 */
export function drawBlocks(n: number, statistic: (drawn: readonly number[]) => number): Drawn {
  if (n < 2) return { interval: [NaN, NaN], significance: NaN };
  const next = draws();
  const all = Array.from({ length: n }, (_, i) => i);
  const value = statistic(all);
  const widened = Math.sqrt(n / (n - 1));
  const found = Float64Array.from({ length: DRAWS }, () => {
    const drawn = all.map(() => Math.floor((next() / 2 ** 32) * n));
    return value + widened * (statistic(drawn) - value);
  }).sort();
  const edge = Math.round(0.025 * (DRAWS + 1)) - 1;
  const below = found.filter((v) => v <= 0).length;
  const above = found.filter((v) => v >= 0).length;
  return {
    interval: [found[edge]!, found[DRAWS - 1 - edge]!],
    significance: Math.min(1, (2 * (Math.min(below, above) + 1)) / (DRAWS + 1)),
  };
}

/** Draws of few blocks know their deviation ill: Student's quantile in place of the normal one. */
function asOfStudent({ interval, significance }: Drawn, value: number, n: number): Drawn {
  const wider = studentQuantile(n - 1) / NORMAL_QUANTILE;
  const [lo, hi] = interval;
  return { interval: [value + wider * (lo - value), value + wider * (hi - value)], significance };
}

/** Groups of blocks below these do not say how blocks of twice the edge vary. */
const LEAST_GROUPS = 6;

/**
 * As {@link drawBlocks}, of blocks on a lattice, of which those `of` hold something: by them, and
 * by groups of twice their edge, each widened by Student's t of their number over the normal
 * quantile; each end is the one further out, and the significance the lesser one. Blocks whose
 * neighbours are alike across their borders vary less than their mean does, and groups show it.
 * `statistic` takes the numbers of the blocks that were drawn.
 */
export function drawOnLattice(
  lattice: readonly [number, number, number],
  of: readonly number[],
  statistic: (drawn: readonly number[]) => number,
): Drawn {
  if (of.length < 2) return drawBlocks(of.length, statistic);
  const value = statistic(of);
  const single = asOfStudent(
    drawBlocks(of.length, (drawn) => statistic(drawn.map((i) => of[i]!))),
    value,
    of.length,
  );
  const [nx, ny] = lattice;
  const [gx, gy] = [Math.ceil(nx / 2), Math.ceil(ny / 2)];
  const groups = new Map<number, number[]>();
  for (const block of of) {
    const [x, y, z] = [block % nx, Math.floor(block / nx) % ny, Math.floor(block / (nx * ny))];
    const group = ((z >> 1) * gy + (y >> 1)) * gx + (x >> 1);
    groups.set(group, [...(groups.get(group) ?? []), block]);
  }
  const list = [...groups.values()];
  if (list.length < LEAST_GROUPS || list.length === of.length) return single;
  const grouped = asOfStudent(
    drawBlocks(list.length, (drawn) => statistic(drawn.flatMap((i) => list[i]!))),
    value,
    list.length,
  );
  return {
    interval: [
      Math.min(single.interval[0], grouped.interval[0]),
      Math.max(single.interval[1], grouped.interval[1]),
    ],
    significance: Math.max(single.significance, grouped.significance),
  };
}
