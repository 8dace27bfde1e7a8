// The number of every run's sheet, from the lower end of the stack.
import type { RayRuns } from '../ray_runs.js';
import { NO_SHEET } from '../turn_numbers.js';
import type { LinkedSheets } from './linked_sheets.js';

/** The sheet of a run that has none. */
export const UNNUMBERED = -1;

/** Runs with the numbers of their sheets. */
export interface NumberedSheets {
  /** From 0; {@link UNNUMBERED} of runs of no sheet. */
  readonly sheet: Int32Array;
  readonly sheets: number;
  /** The usual distance of the middles of two sheets, in voxels. */
  readonly apart: number;
  /** Pieces of more than specks beyond one for each sheet. */
  readonly pieces: number;
  /** Runs that have no place. */
  readonly strays: number;
  /** Neighbours in a column, and those that lie otherwise than their numbers say. */
  readonly neighbours: number;
  readonly contradictory: number;
}

/** Pieces of fewer runs are specks. */
const LEAST_PIECE = 8;
/** A sheet at an end is seen in so many times fewer columns than the one that is seen most. */
const LEAST_SHEET = 10;

/** Two pieces of which one is the next above the other in some columns. */
interface Neighbours {
  readonly below: number;
  readonly above: number;
  columns: number;
  /** Columns in which they lie no farther apart than 3/2 of what is usual. */
  near: number;
  /** Sum of twice their distance, in voxels. */
  distance: number;
}

/**
 * Numbers pieces by what lies on what. In every column a piece is one above the one that lies next
 * below it; of pieces that are neighbours in most columns this is taken first, and union-find with
 * integer offsets makes numbers of it. So a sheet that is missing somewhere does not move those
 * above it, and a gap of more than half a pitch is none but a gap. Pieces that are neighbours only
 * at a distance lie so many usual distances apart. Of two runs in a column with one number that of
 * the larger piece stays. A first or last sheet that is seen in less than a tenth of the columns of
 * the one that is seen most is none.
 */
export function numberSheets(runs: RayRuns, { piece, sizes }: LinkedSheets): NumberedSheets {
  const { first, start, end } = runs;
  // Pieces by size: their order is their number from here on.
  const roots = [...new Set(piece)].filter(
    (root) => root !== NO_SHEET && sizes[root]! >= LEAST_PIECE,
  );
  roots.sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const order = new Map(roots.map((root, i) => [root, i]));
  const pieceOf = piece.map((root) => order.get(root) ?? UNNUMBERED);
  const visitNeighbours = (visit: (below: number, above: number) => void): void => {
    for (let ray = 0; ray + 1 < first.length; ray += 1) {
      let below = UNNUMBERED;
      for (let run = first[ray]!; run < first[ray + 1]!; run += 1) {
        // What lies on a run that spans two sheets is not known to be next to any.
        if (piece[run] === NO_SHEET) below = UNNUMBERED;
        if (pieceOf[run] === UNNUMBERED) continue;
        if (below !== UNNUMBERED) visit(below, run);
        below = run;
      }
    }
  };
  const twice = (run: number): number => start[run]! + end[run]!;
  const counts = new Uint32Array(131072);
  let neighbours = 0;
  visitNeighbours((below, above) => {
    counts[twice(above) - twice(below)]! += 1;
    neighbours += 1;
  });
  let [usual, sum] = [0, 0];
  while (usual < counts.length - 1 && 2 * sum < neighbours) sum += counts[++usual]!;
  const found = new Map<number, Neighbours>();
  visitNeighbours((runBelow, runAbove) => {
    const [below, above] = [pieceOf[runBelow]!, pieceOf[runAbove]!];
    const key = below * roots.length + above;
    const had = found.get(key) ?? { below, above, columns: 0, near: 0, distance: 0 };
    const distance = twice(runAbove) - twice(runBelow);
    had.columns += 1;
    had.distance += distance;
    if (2 * distance <= 3 * usual) had.near += 1;
    found.set(key, had);
  });
  const { root, above, contradictory } = offsetsOf(roots.length, usual, [...found.values()]);

  // The pieces that hang together with most runs make the stack.
  const weights = new Float64Array(roots.length);
  roots.forEach((each, i) => (weights[root[i]!]! += sizes[each]!));
  const main = weights.indexOf(weights.reduce((most, each) => Math.max(most, each), 0));
  const sheet = new Int32Array(piece.length).fill(UNNUMBERED);
  const seen = new Map<number, number>();
  const owners = new Map<number, number>();
  let placed = 0;
  for (let ray = 0; ray + 1 < first.length; ray += 1) {
    owners.clear();
    for (let run = first[ray]!; run < first[ray + 1]!; run += 1) {
      const own = pieceOf[run]!;
      if (own === UNNUMBERED || root[own] !== main) continue;
      const level = above[own]!;
      const other = owners.get(level);
      if (other === undefined || own < pieceOf[other]!) owners.set(level, run);
    }
    for (const [level, run] of owners) {
      // Levels may be below 0 until the lowest is known.
      sheet[run] = level;
      placed += 1;
      seen.set(level, (seen.get(level) ?? 0) + 1);
    }
    for (let run = first[ray]!; run < first[ray + 1]!; run += 1)
      if (owners.get(above[pieceOf[run]!] ?? NaN) !== run) sheet[run] = NONE;
  }
  const most = Math.max(0, ...seen.values());
  const isSheet = ([, columns]: readonly [number, number]): boolean =>
    LEAST_SHEET * columns >= most;
  const levels = [...seen].filter(isSheet).map(([level]) => level);
  const [lowest, highest] = [Math.min(...levels), Math.max(...levels)];
  let strays = piece.length - placed;
  for (let run = 0; run < sheet.length; run += 1) {
    const level = sheet[run]!;
    if (level === NONE) sheet[run] = UNNUMBERED;
    else if (level < lowest || level > highest) {
      sheet[run] = UNNUMBERED;
      strays += 1;
    } else sheet[run] = level - lowest;
  }
  const sheets = levels.length === 0 ? 0 : highest - lowest + 1;
  for (const root of piece) if (root === NO_SHEET) strays -= 1;
  return {
    apart: usual / 2,
    ...{ sheet, sheets, strays, neighbours, contradictory },
    pieces: Math.max(0, roots.length - sheets),
  };
}

/** A level that no piece has. */
const NONE = -0x80000000;

/** How many sheets each piece lies above the one that names the pieces it hangs together with. */
function offsetsOf(
  pieces: number,
  usual: number,
  pairs: readonly Neighbours[],
): {
  readonly root: Int32Array;
  readonly above: Int32Array;
  readonly contradictory: number;
} {
  const ranked = [...pairs].sort(
    (a, b) => b.near - a.near || b.columns - a.columns || a.below - b.below || a.above - b.above,
  );
  const root = Int32Array.from({ length: pieces }, (_, i) => i);
  const above = new Int32Array(pieces);
  const members = Array.from({ length: pieces }, (_, i) => [i]);
  let contradictory = 0;
  for (const { below, above: upper, near, columns, distance } of ranked) {
    const apart = near > 0 ? 1 : Math.max(1, Math.round(distance / (columns * usual)));
    const [rootA, rootB] = [root[below]!, root[upper]!];
    if (rootA === rootB) {
      if (above[upper]! - above[below]! < 1) contradictory += columns;
      continue;
    }
    // The pieces about the upper one move so that it lies where the pair says; fewer move.
    const by = above[below]! + apart - above[upper]!;
    const [kept, moved, shift] =
      members[rootA]!.length >= members[rootB]!.length ? [rootA, rootB, by] : [rootB, rootA, -by];
    for (const member of members[moved]!) {
      root[member] = kept;
      above[member]! += shift;
      members[kept]!.push(member);
    }
    members[moved] = [];
  }
  return { root, above, contradictory };
}
