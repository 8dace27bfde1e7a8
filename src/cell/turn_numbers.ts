// Turns of a wound sheet, by the topology of its runs on rays.
import type { RayRuns } from './ray_runs.js';

/** A run that belongs to no sheet, because it is so long that it spans two. */
export const NO_SHEET = -1;

/** Runs by the sheet that they are of, and how often it went round before each of them. */
export interface LinkedRuns {
  /** The piece of sheet that a run is of, by one of its runs; {@link NO_SHEET} of contacts. */
  readonly piece: Int32Array;
  /** Turns that the sheet went in the direction of angles from there to the run. */
  readonly turn: Int16Array;
  /** Pairs of runs that touch, and those of them that contradict the rest: a, b of each. */
  readonly pairs: number;
  readonly torn: Int32Array;
  /** Runs that span two sheets. */
  readonly contacts: number;
}

/**
 * How pairs are ranked: those that share at least so much of what they span, in quarters, are
 * joined before all others.
 */
const RANKS = 4;
/** A run longer than this many usual ones spans two sheets. */
const CONTACT = 2;
/** Contradictions that are listed. */
const MOST_TORN = 1 << 20;

/**
 * Follows sheets from run to run: runs on neighbouring rays, round and along z, that overlap along
 * the radius are of one sheet, and one that goes on across the seam, from the last angle to the
 * first, is a turn further on. Union-find with integer offsets, those pairs first that share most
 * of what they span, others in their order along the rays; so the result is the same for every
 * bricking. A pair that would close a loop with another number of turns than the pairs before it
 * is left out, and counted.
 */
export function linkRuns(runs: RayRuns, usual: number): LinkedRuns {
  const { angles, rows, first, start, end } = runs;
  const total = start.length;
  const parent = new Int32Array(total);
  const turn = new Int16Array(total);
  let contacts = 0;
  for (let run = 0; run < total; run += 1) {
    const spansTwo = end[run]! - start[run]! + 1 > CONTACT * usual;
    parent[run] = spansTwo ? NO_SHEET : run;
    if (spansTwo) contacts += 1;
  }
  /** Hangs a run on the root of its piece; `turn` is then counted from there. */
  const rootOf = (run: number): number => {
    let [root, turns] = [run, 0];
    while (parent[root] !== root) {
      turns += turn[root]!;
      root = parent[root]!;
    }
    for (let at = run; at !== root;) {
      const [next, own] = [parent[at]!, turn[at]!];
      parent[at] = root;
      turn[at] = turns;
      turns -= own;
      at = next;
    }
    return root;
  };
  const torn: number[] = [];
  let pairs = 0;
  const join = (a: number, b: number, seam: number): void => {
    const [rootA, rootB] = [rootOf(a), rootOf(b)];
    const [turnA, turnB] = [rootA === a ? 0 : turn[a]!, rootB === b ? 0 : turn[b]!];
    // So many turns lie between the two roots, if the pair is right.
    const between = turnA + seam - turnB;
    if (rootA === rootB) {
      if (between !== 0 && torn.length < 2 * MOST_TORN) torn.push(a, b);
    } else if (rootA < rootB) {
      parent[rootB] = rootA;
      turn[rootB] = between;
    } else {
      parent[rootA] = rootB;
      turn[rootA] = -between;
    }
  };
  /** Goes through the runs of two rays that overlap and are of a rank. */
  const link = (ray: number, other: number, seam: number, rank: number): void => {
    let [a, b] = [first[ray]!, first[other]!];
    const [endA, endB] = [first[ray + 1]!, first[other + 1]!];
    while (a < endA && b < endB) {
      const [low, high] = [Math.max(start[a]!, start[b]!), Math.min(end[a]!, end[b]!)];
      if (low <= high && parent[a]! !== NO_SHEET && parent[b]! !== NO_SHEET) {
        const span = Math.max(end[a]!, end[b]!) - Math.min(start[a]!, start[b]!) + 1;
        const own = Math.min(RANKS - 1, Math.floor((RANKS * (high - low + 1)) / span));
        if (own === rank) {
          pairs += 1;
          join(a, b, seam);
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
        link(ray, isLast ? ray + 1 - angles : ray + 1, isLast ? 1 : 0, rank);
        if (row + 1 < rows) link(ray, ray + angles, 0, rank);
      }
  for (let run = 0; run < total; run += 1) if (parent[run] !== NO_SHEET) rootOf(run);
  for (let run = 0; run < total; run += 1) if (parent[run] === run) turn[run] = 0;
  return { piece: parent, turn, pairs, torn: Int32Array.from(torn), contacts };
}
