// Merging of catchment basins over their saddles, highest first (Kruskal's order, union-find), by
// contrast (dynamics).
import type { Vec3 } from '../recipe/geometry.js';

/**
 * The basins of a watershed and where they touch. Basins are numbered from 0 in raster order of
 * their maxima.
 */
export interface BasinGraph {
  /** Height of the maximum of each basin: a number that orders as the distance there does. */
  readonly peaks: Uint32Array;
  /** 1 for maxima that may be those of objects, 0 for others; without it, all may. */
  readonly counts?: Uint32Array | undefined;
  /** Voxel of each maximum. */
  readonly position: (basin: number) => Vec3;
  /** Index of the first voxel of each basin in raster order. */
  readonly first: Uint32Array | Float64Array;
  /** Pairs of basins that touch, a < b, in any order, with the height of their highest saddle. */
  readonly pairs: {
    readonly a: Uint32Array;
    readonly b: Uint32Array;
    readonly saddle: Uint32Array;
  };
}

/** When two basins are one object. */
export interface MergeRule {
  /** Squared distance of i, j, k voxels: weights[0]·i² + weights[1]·j² + weights[2]·k². */
  readonly weights: Vec3;
  /** The distance that a height stands for, in 1/256 of the smallest spacing, rounded down. */
  readonly distance: (height: number) => number;
  /** The squared distance that a height stands for, in `weights`. */
  readonly squared: (height: number) => number;
  /** In 1/256 of the smallest spacing. */
  readonly minContrast: number;
  /** In 1/256 of the lower maximum's height. */
  readonly minDistance: number;
}

/**
 * Merges basins across their saddles, highest first, and numbers what remains from 1 in raster
 * order of the first voxel. All comparisons are between integers, ties go to what comes first in
 * raster order.
 *
 * @returns the object of each basin, and how many objects there are
 */
export function mergeBasins(
  graph: BasinGraph,
  rule: MergeRule,
): { objects: Uint32Array<ArrayBuffer>; count: number } {
  const { peaks, pairs } = graph;
  const parent = Uint32Array.from(peaks, (_, i) => i);
  const top = (basin: number): number => {
    let i = basin;
    while (parent[i] !== i) {
      parent[i] = parent[parent[i]!]!;
      i = parent[i]!;
    }
    return i;
  };
  for (const pair of bySaddle(pairs)) {
    const p = top(pairs.a[pair]!);
    const q = top(pairs.b[pair]!);
    if (p === q) continue;
    const pWins = peaks[p]! > peaks[q]! || (peaks[p] === peaks[q] && p < q);
    const high = pWins ? p : q;
    const low = pWins ? q : p;
    const dynamics = rule.distance(peaks[low]!) - rule.distance(pairs.saddle[pair]!);
    if (
      graph.counts?.[low] === 0 ||
      dynamics < Math.max(1, rule.minContrast) ||
      tooNear(graph, rule, high, low)
    )
      parent[low] = high;
  }
  return numberInRasterOrder(graph.first, top);
}

/** Pairs from the highest saddle to the lowest; of equals the one whose maxima come first. */
function bySaddle({ a, b, saddle }: BasinGraph['pairs']): Uint32Array {
  return Uint32Array.from(a, (_, i) => i).sort(
    (i, j) => saddle[j]! - saddle[i]! || a[i]! - a[j]! || b[i]! - b[j]!,
  );
}

function tooNear(
  { peaks, position }: BasinGraph,
  { weights, squared, minDistance }: MergeRule,
  i: number,
  j: number,
): boolean {
  if (minDistance === 0) return false;
  const p = position(i);
  const q = position(j);
  const apart =
    weights[0] * (p[0] - q[0]) ** 2 +
    weights[1] * (p[1] - q[1]) ** 2 +
    weights[2] * (p[2] - q[2]) ** 2;
  return apart * 65536 < minDistance ** 2 * squared(peaks[j]!);
}

function numberInRasterOrder(
  first: BasinGraph['first'],
  top: (basin: number) => number,
): { objects: Uint32Array<ArrayBuffer>; count: number } {
  const numbers = new Uint32Array(first.length);
  const objects = new Uint32Array(first.length);
  let count = 0;
  for (const basin of Uint32Array.from(first, (_, i) => i).sort((i, j) => first[i]! - first[j]!)) {
    const root = top(basin);
    if (numbers[root] === 0) numbers[root] = count += 1;
    objects[basin] = numbers[root]!;
  }
  return { objects, count };
}
