// Sheets of a stack, by the topology of their runs on columns.
import type { RayRuns } from '../ray_runs.js';
import { forEachPair } from '../run_pairs.js';
import { CONTACT, MOST_TORN, NO_SHEET } from '../turn_numbers.js';

/** Runs by the sheet that they are of. */
export interface LinkedSheets {
  /** The piece of sheet that a run is of, by one of its runs; {@link NO_SHEET} of contacts. */
  readonly piece: Int32Array;
  /** Runs of a piece, at the run that names it. */
  readonly sizes: Int32Array;
  /** Pairs of runs that touch, and those that would join two sheets: a, b of each. */
  readonly pairs: number;
  readonly torn: Int32Array;
  /** Runs that span two sheets. */
  readonly contacts: number;
}

/** The column of every run. */
export function columnsOfRuns({ first, start }: RayRuns): Int32Array {
  const out = new Int32Array(start.length);
  for (let ray = 0; ray + 1 < first.length; ray += 1) out.fill(ray, first[ray], first[ray + 1]);
  return out;
}

/**
 * Follows sheets from run to run: runs on neighbouring columns that overlap along the axis are of
 * one sheet. Union-find, those pairs first that share most of what they span, others in their order
 * along the columns; so the result is the same for every bricking. A sheet lies in a column once: a
 * pair by which it would lie above itself, as at a fold or where two sheets touch, is left out, and
 * counted.
 */
export function linkSheets(runs: RayRuns, usual: number): LinkedSheets {
  const { first, start, end } = runs;
  const total = start.length;
  const parent = new Int32Array(total);
  const sizes = new Int32Array(total).fill(1);
  /** Members of a piece in a ring. */
  const next = Int32Array.from({ length: total }, (_, run) => run);
  const columns = columnsOfRuns(runs);
  let contacts = 0;
  for (let run = 0; run < total; run += 1) {
    const spansTwo = end[run]! - start[run]! + 1 > CONTACT * usual;
    parent[run] = spansTwo ? NO_SHEET : run;
    if (spansTwo) contacts += 1;
  }
  const isOfSheet = (run: number): boolean => parent[run] !== NO_SHEET;
  const rootOf = (run: number): number => {
    let root = run;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]!]!;
    return root;
  };
  /** Whether a piece has a run in a column of another. */
  const liesAbove = (piece: number, other: number): boolean => {
    let member = piece;
    do {
      const column = columns[member]!;
      for (let run = first[column]!; run < first[column + 1]!; run += 1)
        if (run !== member && isOfSheet(run) && rootOf(run) === other) return true;
      member = next[member]!;
    } while (member !== piece);
    return false;
  };
  const torn: number[] = [];
  const refused = new Set<number>();
  const join = (a: number, b: number): void => {
    const [rootA, rootB] = [rootOf(a), rootOf(b)];
    if (rootA === rootB) return;
    const isLarger = sizes[rootA]! > sizes[rootB]! || (sizes[rootA] === sizes[rootB] && a < b);
    const [large, small] = isLarger ? [rootA, rootB] : [rootB, rootA];
    const key = large * total + small;
    if (refused.has(key) || liesAbove(small, large)) {
      refused.add(key);
      if (torn.length < 2 * MOST_TORN) torn.push(a, b);
      return;
    }
    parent[small] = large;
    sizes[large]! += sizes[small]!;
    [next[large], next[small]] = [next[small]!, next[large]!];
  };
  const pairs = forEachPair(runs, { closed: false, isOfSheet }, join);
  for (let run = 0; run < total; run += 1) if (isOfSheet(run)) parent[run] = rootOf(run);
  return { piece: parent, sizes, pairs, torn: Int32Array.from(torn), contacts };
}
