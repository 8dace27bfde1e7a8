// The turn of every run, counted for all pieces of a sheet alike.
import type { RayRuns } from './ray_runs.js';
import { NO_SHEET, type LinkedRuns } from './turn_numbers.js';

/** The turn of a run that belongs to no sheet. */
export const UNPLACED = -32768;

/** Runs with their turns. */
export interface PlacedTurns {
  /** Turns in the direction of angles; {@link UNPLACED} of runs of no sheet. */
  readonly turn: Int16Array;
  /** +1 where the radius grows with the angle, −1 where it grows against it. */
  readonly handed: 1 | -1;
  /** Runs of the largest piece, and the turns that it goes round. */
  readonly main: { readonly runs: number; readonly turns: number };
  /** Pieces that do not hang together with the largest, and were placed by their neighbours. */
  readonly pieces: number;
  readonly pieceRuns: number;
  /** Runs that have no place. */
  readonly strays: number;
}

/** Pieces of fewer runs are specks. */
const LEAST_PIECE = 8;

/** How a piece goes round and outwards. */
interface Slope {
  /** Samples per turn; below 0 where the radius grows against the angle. */
  readonly perTurn: number;
  readonly turns: number;
}

function slopeOf(runs: RayRuns, { piece, turn }: LinkedRuns, root: number): Slope {
  const { angles, first, start, end } = runs;
  const rays = first.length - 1;
  let [n, sumC, sumR, low, high] = [0, 0, 0, Infinity, -Infinity];
  const each = (visit: (column: number, radius: number) => void): void => {
    for (let ray = 0; ray < rays; ray += 1)
      for (let run = first[ray]!; run < first[ray + 1]!; run += 1)
        if (piece[run] === root)
          visit(turn[run]! * angles + (ray % angles), (start[run]! + end[run]!) / 2);
  };
  each((column, radius) => {
    n += 1;
    sumC += column;
    sumR += radius;
    low = Math.min(low, column);
    high = Math.max(high, column);
  });
  let [spread, product] = [0, 0];
  each((column, radius) => {
    spread += (column - sumC / n) ** 2;
    product += (column - sumC / n) * (radius - sumR / n);
  });
  return {
    perTurn: spread > 0 ? (angles * product) / spread : 0,
    turns: (high - low + 1) / angles,
  };
}

/**
 * Counts turns from the largest piece on. Smaller pieces, the largest first, take the turn that
 * most of their runs ask for: the free place between the nearest runs on their ray that have a
 * turn, or so many pitches beyond the nearest. What finds no free place for more than half of its
 * runs, and specks, stay without.
 */
export function placeTurns(runs: RayRuns, linked: LinkedRuns): PlacedTurns {
  const { first, start, end } = runs;
  const { piece, turn: within } = linked;
  const sizes = new Int32Array(piece.length);
  for (const root of piece) if (root !== NO_SHEET) sizes[root]! += 1;
  let main = 0;
  for (let run = 0; run < sizes.length; run += 1) if (sizes[run]! > sizes[main]!) main = run;
  const { perTurn, turns } = slopeOf(runs, linked, main);
  const handed = perTurn < 0 ? -1 : 1;
  const pitch = Math.abs(perTurn);

  const turn = new Int16Array(piece.length);
  let others = 0;
  for (let run = 0; run < piece.length; run += 1) {
    turn[run] = piece[run] === main ? within[run]! : UNPLACED;
    if (piece[run] !== main && piece[run] !== NO_SHEET && sizes[piece[run]!]! >= LEAST_PIECE)
      others += 1;
  }
  // The runs of the other pieces and their rays, in the order of pieces.
  const [members, raysOf] = [new Int32Array(others), new Int32Array(others)];
  let filled = 0;
  for (let ray = 0; ray + 1 < first.length; ray += 1)
    for (let run = first[ray]!; run < first[ray + 1]!; run += 1) {
      const root = piece[run]!;
      if (root === NO_SHEET || root === main || sizes[root]! < LEAST_PIECE) continue;
      members[filled] = run;
      raysOf[filled] = ray;
      filled += 1;
    }
  const order = Int32Array.from({ length: others }, (_, i) => i).sort((a, b) => {
    const [pieceA, pieceB] = [piece[members[a]!]!, piece[members[b]!]!];
    return sizes[pieceB]! - sizes[pieceA]! || pieceA - pieceB || a - b;
  });

  const middle = (run: number): number => (start[run]! + end[run]!) / 2;
  /** The turn that a run's neighbours on its ray leave to it; undefined where there is no room. */
  const free = (run: number, ray: number): number | undefined => {
    let [below, above] = [run - 1, run + 1];
    while (below >= first[ray]! && turn[below] === UNPLACED) below -= 1;
    while (above < first[ray + 1]! && turn[above] === UNPLACED) above += 1;
    const [hasBelow, hasAbove] = [below >= first[ray]!, above < first[ray + 1]!];
    if (hasBelow && hasAbove) {
      const between = handed * (turn[above]! - turn[below]!);
      const share = (middle(run) - middle(below)) / (middle(above) - middle(below));
      const steps = Math.round(share * between);
      return steps > 0 && steps < between ? turn[below]! + handed * steps : undefined;
    }
    if (!hasBelow && !hasAbove) return undefined;
    const nearest = hasBelow ? below : above;
    const steps = Math.round((middle(run) - middle(nearest)) / pitch);
    return steps === 0 ? undefined : turn[nearest]! + handed * steps;
  };
  let [pieces, pieceRuns] = [0, 0];
  for (let from = 0; from < others;) {
    const root = piece[members[order[from]!]!]!;
    const to = from + sizes[root]!;
    const votes = new Map<number, number>();
    for (let i = from; i < to; i += 1) {
      const run = members[order[i]!]!;
      const wanted = free(run, raysOf[order[i]!]!);
      if (wanted === undefined) continue;
      const offset = wanted - within[run]!;
      votes.set(offset, (votes.get(offset) ?? 0) + 1);
    }
    const [best] = [...votes].sort(([a, m], [b, n]) => n - m || a - b);
    if (best !== undefined && 2 * best[1] > to - from) {
      pieces += 1;
      for (let i = from; i < to; i += 1) {
        const run = members[order[i]!]!;
        turn[run] = within[run]! + best[0];
        pieceRuns += 1;
      }
    }
    from = to;
  }
  let strays = 0;
  for (let run = 0; run < turn.length; run += 1)
    if (turn[run] === UNPLACED && piece[run] !== NO_SHEET) strays += 1;
  return {
    ...{ turn, handed, pieces, pieceRuns, strays },
    main: { runs: sizes[main] ?? 0, turns },
  };
}
