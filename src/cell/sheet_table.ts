// A wound sheet as a table of columns along the spiral and rows along z.
import type { MaskRays } from './mask_rays.js';
import { UNPLACED, type PlacedTurns } from './placed_turns.js';
import type { RayRuns } from './ray_runs.js';
import type { WindingsData } from './windings_data.js';

/** A table, and its first column as the runs count columns. */
export interface SheetTable {
  readonly sheet: WindingsData;
  readonly begin: number;
}

/** An end of the sheet lies where so much of what is usual is left. */
const HALF = 0.5;
/** Part of a turn at an end that says what is usual there: a foil may begin and end uncoated. */
const END_PART = 36;

/**
 * The table of runs with their turns. The sheet begins and ends at the first and last columns that
 * are seen in half as many rows as is usual, and are half as thick as those beside them. Two runs
 * of a sheet in one cell, beside a hole, are one from the first's start to the other's end.
 */
export function sheetTable(rays: MaskRays, runs: RayRuns, placed: PlacedTurns): SheetTable {
  const { angles, rows, first, start, end } = runs;
  const { turn, handed } = placed;
  const { unit, axis, step, firstZ, stepZ } = rays;
  const each = (visit: (column: number, row: number, run: number) => void): void => {
    for (let row = 0; row < rows; row += 1)
      for (let angle = 0; angle < angles; angle += 1) {
        const ray = row * angles + angle;
        for (let run = first[ray]!; run < first[ray + 1]!; run += 1)
          if (turn[run] !== UNPLACED) visit(handed * (turn[run]! * angles + angle), row, run);
      }
  };
  let [low, high] = [Infinity, -Infinity];
  each((column) => {
    low = Math.min(low, column);
    high = Math.max(high, column);
  });
  // How often a column is seen, and how thick it is there, all rows together.
  const seen = new Uint32Array(Math.max(0, high - low + 1));
  const covered = new Float64Array(seen.length);
  each((column, _, run) => {
    seen[column - low]! += 1;
    covered[column - low]! += end[run]! - start[run]! + 1;
  });
  const usual = seen.slice().sort()[seen.length >> 1] ?? 0;
  const isHeld = (count: number): boolean => count > 0 && count >= HALF * usual;
  let from = Math.max(0, seen.findIndex(isHeld));
  let to = seen.findLastIndex(isHeld);
  const reach = Math.max(1, Math.round(angles / END_PART));
  const usualIn = (begin: number): number => {
    const sorted = covered.slice(Math.max(0, begin), begin + reach).sort();
    return sorted[sorted.length >> 1] ?? 0;
  };
  const [innerHalf, outerHalf] = [HALF * usualIn(from), HALF * usualIn(to + 1 - reach)];
  while (from < to && covered[from]! < innerHalf) from += 1;
  while (to > from && covered[to]! < outerHalf) to -= 1;
  const [begin, columns] = [low + from, to - from + 1];
  const middle = new Float32Array(columns * rows).fill(NaN);
  const thickness = new Float32Array(columns * rows).fill(NaN);
  each((column, row, run) => {
    if (column < begin || column >= begin + columns) return;
    const cell = row * columns + column - begin;
    let [inner, outer] = [start[run]! - 0.5, end[run]! + 0.5];
    const had = middle[cell]! / step;
    if (!Number.isNaN(had)) {
      const half = thickness[cell]! / step / 2;
      inner = Math.min(inner, had - half);
      outer = Math.max(outer, had + half);
    }
    middle[cell] = (step * (inner + outer)) / 2;
    thickness[cell] = step * (outer - inner);
  });
  const sheet = {
    ...{ unit, axis, handed, angles, columns, rows, firstZ, stepZ, middle, thickness },
    firstColumn: ((begin % angles) + angles) % angles,
  };
  return { sheet, begin };
}
