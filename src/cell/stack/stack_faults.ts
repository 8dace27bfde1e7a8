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
   * `fold`: two sheets hang together where they end, as a folded one does; or one sheet is folded
   * back on itself at its edge. `contact`: the mask spans two sheets. `rupture`: one sheet goes on
   * as another.
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

/** Cells beside a fold in which its layers lie apart. */
const BESIDE = 2;
/** A run longer than so many halves of the usual one, beside the sheet's end, is two layers. */
const DOUBLED = 3;
/** A fold that shows by its thickness alone has so many runs at least. */
const LEAST_DOUBLED = 8;

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
 * thickness away or right beside it, neither of the two sheets is there at least half as often as
 * both are: on one side they end, on the other they go on. An edge that is folded back so that its
 * layers touch is a fold too: runs of more than 3/2 of the usual length beside the sheet's end. The
 * 1000 largest, largest first.
 */
export function stackFaults(
  { u, v, along }: MaskColumns,
  { runs, usual }: ColumnRuns,
  { piece, torn }: LinkedSheets,
  { sheet, apart }: NumberedSheets,
): readonly StackFault[] {
  const { angles: columns, rows, first, start, end } = runs;
  const chosen = new Set<number>(torn);
  const isDoubled = (run: number): boolean =>
    2 * (end[run]! - start[run]! + 1) > DOUBLED * usual && !chosen.has(run);
  for (let run = 0; run < piece.length; run += 1) if (piece[run] === NO_SHEET) chosen.add(run);
  const doubled = Array.from(piece.keys()).filter(isDoubled);
  const items = faultyRuns(runs, Int32Array.from([...chosen, ...doubled]));
  const reach = (apart + usual) * along.step;
  const [reachU, reachV] = [Math.ceil(reach / u.step) + 1, Math.ceil(reach / v.step) + 1];
  const isSeen = (cell: number, wanted: number | undefined): boolean => {
    for (let run = first[cell]!; run < first[cell + 1]!; run += 1)
      if (sheet[run] === wanted) return true;
    return false;
  };
  const within = (at: number, count: number): number => Math.min(count - 1, Math.max(0, at));
  const cellsAbout = (cell: number, [du, dv]: readonly [number, number]): readonly number[] => {
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    return [
      row * columns + within(column - du, columns),
      row * columns + within(column + du, columns),
      within(row - dv, rows) * columns + column,
      within(row + dv, rows) * columns + column,
    ];
  };
  /** Whether two sheets end on a side of a group. */
  const isFold = (
    group: readonly (readonly [number, number])[],
    met: readonly number[],
  ): boolean => {
    const cells = new Set(group.map(([, cell]) => cell));
    return [[reachU, reachV] as const, [BESIDE, BESIDE] as const].some((by) => {
      let [both, neither] = [0, 0];
      for (const [, cell] of group)
        for (const other of cellsAbout(cell, by)) {
          if (cells.has(other)) continue;
          const [low, high] = [isSeen(other, met[0]), isSeen(other, met.at(-1))];
          if (low && high) both += 1;
          if (!low && !high) neither += 1;
        }
      return both > 0 && 2 * neither >= both;
    });
  };
  /** Whether a group of runs of one sheet lies beside that sheet's end. */
  const isFoldedBack = (group: readonly (readonly [number, number])[]): boolean =>
    group.length >= LEAST_DOUBLED &&
    group.some(
      ([run, cell]) =>
        sheet[run] !== UNNUMBERED &&
        cellsAbout(cell, [1, 1]).some((other) => !isSeen(other, sheet[run])),
    );
  const faults = touching(runs, items, false).flatMap((touched): readonly StackFault[] => {
    const group = touched.map((item) => [items.run[item]!, items.ray[item]!] as const);
    const isThick = group.every(([each]) => !chosen.has(each));
    if (isThick && !isFoldedBack(group)) return [];
    const sheets = sheetsMet(runs, sheet, group);
    const [run, cell] = group[group.length >> 1]!;
    const hasContact = group.some(([each]) => piece[each] === NO_SHEET);
    return [
      {
        kind: isThick || isFold(group, sheets) ? 'fold' : hasContact ? 'contact' : 'rupture',
        sheets,
        u: u.first + u.step * (cell % columns),
        v: v.first + v.step * Math.floor(cell / columns),
        along: along.first + (along.step * (start[run]! + end[run]!)) / 2,
        runs: group.length,
      },
    ];
  });
  return faults.sort((a, b) => b.runs - a.runs).slice(0, MOST_FAULTS);
}
