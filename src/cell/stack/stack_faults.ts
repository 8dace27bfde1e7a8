// Places where the sheets of a stack contradict themselves.
import type { RayRuns } from '../ray_runs.js';
import { NO_SHEET } from '../turn_numbers.js';
import { faultyRuns, MOST_FAULTS, touching } from '../winding_faults.js';
import type { ColumnRuns } from './column_runs.js';
import type { LinkedSheets } from './linked_sheets.js';
import type { MaskColumns } from './mask_columns.js';
import { UNNUMBERED, type NumberedSheets } from './sheet_numbers.js';

/** A place where sheets of a stack contradict themselves. */
export interface StackFault {
  /**
   * `fold`: two sheets hang together where they end, as a folded one does. `contact`: the mask
   * spans two sheets. `rupture`: one sheet goes on as another.
   */
  readonly kind: 'contact' | 'fold' | 'rupture';
  /** The sheets that meet here, from 0. */
  readonly sheets: readonly number[];
  /** Position along u, v and the axis. */
  readonly u: number;
  readonly v: number;
  readonly along: number;
  /** Runs at fault here, side by side. */
  readonly runs: number;
}

/** The sheets that are met by a group of runs, on neighbouring columns too. */
function sheetsMet(
  { angles: columns, rows, first, start, end }: RayRuns,
  sheet: Int32Array,
  group: readonly (readonly [run: number, column: number])[],
): readonly number[] {
  const met = new Set<number>();
  for (const [run, at] of group) {
    const column = at % columns;
    for (const other of [
      at,
      ...(column > 0 ? [at - 1] : []),
      ...(column + 1 < columns ? [at + 1] : []),
      ...(at >= columns ? [at - columns] : []),
      ...(at + columns < rows * columns ? [at + columns] : []),
    ])
      for (let next = first[other]!; next < first[other + 1]!; next += 1)
        if (start[next]! <= end[run]! && end[next]! >= start[run]! && sheet[next] !== UNNUMBERED)
          met.add(sheet[next]!);
  }
  return [...met].sort((a, b) => a - b);
}

/**
 * The places where runs span two sheets, or where pairs of runs would join them: those side by side
 * are one, which lies where the middle one of its runs does. A fold is where, a pitch and a sheet's
 * thickness away, neither of the two sheets is there at least half as often as both are: on one
 * side they end, on the other they go on. The 1000 largest, largest first.
 */
export function stackFaults(
  { u, v, along }: MaskColumns,
  { runs, usual }: ColumnRuns,
  { piece, torn }: LinkedSheets,
  { sheet, apart }: NumberedSheets,
): readonly StackFault[] {
  const { angles: columns, rows, first, start, end } = runs;
  const chosen = new Set<number>(torn);
  for (let run = 0; run < piece.length; run += 1) if (piece[run] === NO_SHEET) chosen.add(run);
  const items = faultyRuns(runs, Int32Array.from(chosen));
  const reach = (apart + usual) * along.step;
  const [reachU, reachV] = [Math.ceil(reach / u.step) + 1, Math.ceil(reach / v.step) + 1];
  const isSeen = (cell: number, wanted: number | undefined): boolean => {
    for (let run = first[cell]!; run < first[cell + 1]!; run += 1)
      if (sheet[run] === wanted) return true;
    return false;
  };
  const within = (at: number, count: number): number => Math.min(count - 1, Math.max(0, at));
  /** Whether two sheets end on a side of a group. */
  const isFold = (
    group: readonly (readonly [number, number])[],
    met: readonly number[],
  ): boolean => {
    let [both, neither] = [0, 0];
    for (const [, cell] of group) {
      const [column, row] = [cell % columns, Math.floor(cell / columns)];
      for (const [du, dv] of [
        [-reachU, 0],
        [reachU, 0],
        [0, -reachV],
        [0, reachV],
      ] as const) {
        const other = within(row + dv, rows) * columns + within(column + du, columns);
        const [low, high] = [isSeen(other, met[0]), isSeen(other, met.at(-1))];
        if (low && high) both += 1;
        if (!low && !high) neither += 1;
      }
    }
    return both > 0 && 2 * neither >= both;
  };
  const faults = touching(runs, items, false).map((touched): StackFault => {
    const group = touched.map((item) => [items.run[item]!, items.ray[item]!] as const);
    const sheets = sheetsMet(runs, sheet, group);
    const [run, cell] = group[group.length >> 1]!;
    const hasContact = group.some(([each]) => piece[each] === NO_SHEET);
    return {
      kind: isFold(group, sheets) ? 'fold' : hasContact ? 'contact' : 'rupture',
      sheets,
      u: u.first + u.step * (cell % columns),
      v: v.first + v.step * Math.floor(cell / columns),
      along: along.first + (along.step * (start[run]! + end[run]!)) / 2,
      runs: group.length,
    };
  });
  return faults.sort((a, b) => b.runs - a.runs).slice(0, MOST_FAULTS);
}
