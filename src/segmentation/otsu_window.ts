// Otsu's threshold from a window of levels: bounds on the between-class variance rule out cuts
// elsewhere.
import { otsuCut, type LevelCounts } from './otsu.js';

/** Voxels, and the sum of their levels. */
export interface Sums {
  readonly count: number;
  readonly moment: number;
}

/** What is to be counted of a volume so that its Otsu threshold is decided. */
export interface OtsuWindow {
  /**
   * The first and the last of the levels that are counted one by one (there may be none). Otsu's
   * cut is expected at one of them, or at a neighbouring level that holds so many voxels that edges
   * on either side of it count them.
   */
  readonly first: number;
  readonly last: number;
  /**
   * The edges: rising levels, from each of which on voxels and levels are summed. The first is 0;
   * `first` and `last + 1` are among them.
   */
  readonly edges: readonly number[];
}

/** What was counted of a {@link OtsuWindow}. */
export interface OtsuSums {
  readonly window: OtsuWindow;
  /** Voxels of each level of the window. */
  readonly counts: Float64Array;
  /** Voxels, and the sum of their levels, from each edge on. */
  readonly from: readonly Sums[];
  /** Least and greatest level there is. */
  readonly least: number;
  readonly greatest: number;
}

/** Edges of a window at most, besides 0: as many as the kernel sums from, or half of these. */
export const MOST_EDGES = 8;

/** Cuts whose variance is this near to the greatest one are in the window. */
const NEAR = 0.002;
/**
 * Safety margins of the bins. Such a share of what the variance at a bin's edge lacks of the
 * greatest one must be lacking inside the bin as well, in the sample. The first share that needs no
 * more edges than allowed is taken; the greater the share, the surer is the bound for all voxels.
 */
const SHARES = [0.8, 0.7, 0.6, 0.5];
/** How far beyond the sample's levels those of other voxels may lie, of their range. */
const BEYOND = 0.1;

/**
 * Levels with more than this share of all voxels are counted by edges, where they are the outer
 * ones of a window.
 */
const HEAVY = 1 / 128;
/** The largest share of voxels that is counted one by one. */
const MOST_COUNTED = 1 / 4;

/**
 * Relative tolerances of a variance, and of a difference of means in levels: far above the rounding
 * errors of both.
 */
const ROUNDING = 1e-9;

/** Between-class variance of a cut, times the square of all voxels. */
function varianceOf(all: Sums, below: Sums): number {
  const above = all.count - below.count;
  if (below.count <= 0 || above <= 0) return 0;
  const difference = below.moment / below.count - (all.moment - below.moment) / above;
  return below.count * above * (Math.abs(difference) + ROUNDING) ** 2;
}

/**
 * No cut within a bin has a greater between-class variance than this. The bin's voxels have levels
 * low … high. The voxels below a cut are its first ones, so their count and moment lie in a
 * triangle: between the chord (they are not brighter than the bin on average) and those splits that
 * leave only `low` below or only `high` above. The variance, a square over a concave function of
 * both, is convex, so greatest at a corner.
 */
function mostInside(all: Sums, below: Sums, bin: Sums, low: number, high: number): number {
  const end = { count: below.count + bin.count, moment: below.moment + bin.moment };
  const edges = Math.max(varianceOf(all, below), varianceOf(all, end));
  if (high <= low) return edges;
  const lowest = Math.max(0, Math.min(bin.count, (bin.count * high - bin.moment) / (high - low)));
  const corner = { count: below.count + lowest, moment: below.moment + lowest * low };
  return Math.max(edges, varianceOf(all, corner));
}

/**
 * The greatest number from `from` to `to` for which a condition holds that, once false, stays so;
 * `from` where none does.
 */
function lastWhere(from: number, to: number, holds: (n: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Chooses what to count from the histogram of a sample: a window around its best cut, and bins
 * besides of which the exact sums will show that no better cut lies in them. Undefined where too
 * many of them would be needed.
 */
export function chooseWindow(sample: ArrayLike<number>): OtsuWindow | undefined {
  const levels = sample.length;
  let least = 0;
  while (least < levels && sample[least] === 0) least += 1;
  let end = levels;
  while (end > least && sample[end - 1] === 0) end -= 1;
  const count = new Float64Array(levels + 1);
  const moment = new Float64Array(levels + 1);
  for (let i = least; i < end; i += 1) {
    count[i + 1] = count[i]! + sample[i]!;
    moment[i + 1] = moment[i]! + i * sample[i]!;
  }
  count.fill(count[end]!, end);
  moment.fill(moment[end]!, end);
  const all = { count: count[levels]!, moment: moment[levels]! };
  const below = (level: number): Sums => ({ count: count[level]!, moment: moment[level]! });
  const variances = new Float64Array(levels);
  let best = 0;
  for (let i = least; i < end; i += 1) {
    const variance = varianceOf(all, below(i + 1));
    variances[i] = variance;
    if (variance > best) best = variance;
  }
  if (best === 0) return undefined;
  const near = (1 - NEAR) * best;
  let firstCut = least;
  while (variances[firstCut]! < near) firstCut += 1;
  let lastNear = end - 1;
  while (variances[lastNear]! < near) lastNear -= 1;
  // The level after the last near one, too: the bin behind it begins where the variance is less.
  const lastCut = Math.min(levels - 1, lastNear + 1);
  const isHeavy = (level: number): boolean => sample[level]! > HEAVY * all.count;
  const first = isHeavy(firstCut) ? firstCut + 1 : firstCut;
  const last = isHeavy(lastCut) ? lastCut - 1 : lastCut;
  if (count[last + 1]! - count[first]! > MOST_COUNTED * all.count) return undefined;
  const beyond = Math.ceil(BEYOND * (end - least));

  const isWorse = (from: number, to: number, share: number): boolean => {
    const bin = { count: count[to]! - count[from]!, moment: moment[to]! - moment[from]! };
    if (bin.count === 0) return true;
    const low = from === least ? Math.max(0, from - beyond) : from;
    const high = to === end ? to - 1 + beyond : to - 1;
    const edges = Math.max(varianceOf(all, below(from)), varianceOf(all, below(to)));
    return mostInside(all, below(from), bin, low, high) <= best - share * (best - edges);
  };
  /** Bins as wide as they may be, from the window outwards. */
  const binsOf = (share: number): Set<number> => {
    const edges = new Set([firstCut, first, last + 1, lastCut + 1]);
    for (let to = firstCut; to > least;) {
      const stop = to;
      to = to - lastWhere(1, to - least, (width) => isWorse(stop - width, stop, share));
      if (to > least) edges.add(to);
    }
    for (let from = lastCut + 1; from < end;) {
      const start = from;
      from = lastWhere(from + 1, end, (to) => isWorse(start, to, share));
      if (from < end) edges.add(from);
    }
    edges.delete(0);
    return edges;
  };
  for (const room of [MOST_EDGES / 2, MOST_EDGES])
    for (const share of SHARES) {
      const edges = binsOf(share);
      if (edges.size > room) continue;
      // Edges that cost nothing keep what the sample missed out of the outer bins.
      for (const edge of [end, least]) if (edges.size < room && edge > 0) edges.add(edge);
      return { first, last, edges: [0, ...[...edges].sort((a, b) => a - b)] };
    }
  return undefined;
}

/**
 * The exact counts of a window as those of a whole histogram that decide its cut: undefined where a
 * better cut, or an earlier one as good, could lie outside of the window.
 */
export function provenLevels(sums: OtsuSums): LevelCounts | undefined {
  const { window, from, least, greatest } = sums;
  const { edges } = window;
  const all = from[0]!;
  const belowEdge = (i: number): Sums => {
    const above = from[i] ?? { count: 0, moment: 0 };
    return { count: all.count - above.count, moment: all.moment - above.moment };
  };
  const inBin = (i: number): Sums => {
    const [below, end] = [belowEdge(i), belowEdge(i + 1)];
    return { count: end.count - below.count, moment: end.moment - below.moment };
  };
  /** Greatest level that a bin may hold. */
  const highOf = (i: number): number => Math.min(greatest, (edges[i + 1] ?? Infinity) - 1);
  // Bins of one level beside the window are known as its levels are.
  let firstBin = edges.indexOf(window.first);
  let lastBin = edges.indexOf(window.last + 1) - 1;
  const counts = Array.from(sums.counts);
  if (edges[firstBin - 1] === window.first - 1) {
    firstBin -= 1;
    counts.unshift(inBin(firstBin).count);
  }
  if (highOf(lastBin + 1) === window.last + 1) {
    lastBin += 1;
    counts.push(inBin(lastBin).count);
  }
  const first = edges[firstBin]!;
  const before = belowEdge(firstBin);
  const levels: LevelCounts = {
    counts,
    offset: first - least,
    below: before.count,
    momentBelow: before.moment - least * before.count,
    total: all.count,
    moment: all.moment - least * all.count,
  };
  const best = otsuCut(levels)?.variance ?? 0;
  const isWorse = edges.every((edge, i) => {
    if (i >= firstBin && i <= lastBin) return true;
    const bin = inBin(i);
    // Cuts at levels without voxels are the cut at the last level with some.
    if (bin.count === 0) return true;
    const most = mostInside(all, belowEdge(i), bin, Math.max(least, edge), highOf(i));
    return most * (1 + ROUNDING) < best;
  });
  return isWorse ? levels : undefined;
}
