// Turns of a wound sheet, by the topology of its runs on rays.
import type { RayRuns } from './ray_runs.js';
import { forEachPair } from './run_pairs.js';

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

/** A run longer than this many usual ones spans two sheets. */
export const CONTACT = 2;
/** Contradictions that are listed. */
export const MOST_TORN = 1 << 20;

/**
 * Follows sheets from run to run: runs on neighbouring rays, round and along z, that overlap along
 * the radius are of one sheet, and one that goes on across the seam, from the last angle to the
 * first, is a turn further on. Union-find with integer offsets, those pairs first that share most
 * of what they span, others in their order along the rays; so the result is the same for every
 * bricking. A pair that would close a loop with another number of turns than the pairs before it
 * is left out, and counted.
 */
export function linkRuns(runs: RayRuns, usual: number): LinkedRuns {
  const { start, end } = runs;
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
  const isOfSheet = (run: number): boolean => parent[run] !== NO_SHEET;
  const pairs = forEachPair(runs, { closed: true, isOfSheet }, join);
  for (let run = 0; run < total; run += 1) if (parent[run] !== NO_SHEET) rootOf(run);
  for (let run = 0; run < total; run += 1) if (parent[run] === run) turn[run] = 0;
  return { piece: parent, turn, pairs, torn: Int32Array.from(torn), contacts };
}
