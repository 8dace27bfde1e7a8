// Places where the sheets of a stack contradict themselves.
import type { RayRuns } from '../ray_runs.js';
import { NO_SHEET } from '../turn_numbers.js';
import { faultyRuns, MOST_FAULTS, touching } from '../winding_faults.js';
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

/** A fold is open to at least so many of the sides at which it meets no fault: a third. */
const OPEN = 3;

/**
 * The places where runs span two sheets, or where pairs of runs would join them: those side by side
 * are one, which lies where the middle one of its runs does. It is a fold where the mask ends at a
 * third of the sides of its runs, or at more. The 1000 largest, largest first.
 */
export function stackFaults(
  { u, v, along }: MaskColumns,
  runs: RayRuns,
  { piece, torn }: LinkedSheets,
  { sheet }: NumberedSheets,
): readonly StackFault[] {
  const { angles: columns, rows, first, start, end } = runs;
  const chosen = new Set<number>(torn);
  for (let run = 0; run < piece.length; run += 1) if (piece[run] === NO_SHEET) chosen.add(run);
  const items = faultyRuns(runs, Int32Array.from(chosen));
  const faults = touching(runs, items, false).map((group): StackFault => {
    const met = new Set<number>();
    let [open, sides, contacts] = [0, 0, 0];
    for (const item of group) {
      const [run, ray] = [items.run[item]!, items.ray[item]!];
      if (piece[run] === NO_SHEET) contacts += 1;
      if (sheet[run] !== UNNUMBERED) met.add(sheet[run]!);
      const [column, row] = [ray % columns, Math.floor(ray / columns)];
      const around = [
        ...(column > 0 ? [ray - 1] : []),
        ...(column + 1 < columns ? [ray + 1] : []),
        ...(row > 0 ? [ray - columns] : []),
        ...(row + 1 < rows ? [ray + columns] : []),
      ];
      for (const other of around) {
        let [isOpen, isFault] = [true, false];
        for (let next = first[other]!; next < first[other + 1]!; next += 1) {
          if (start[next]! > end[run]! || end[next]! < start[run]!) continue;
          isOpen = false;
          if (chosen.has(next)) isFault = true;
          if (sheet[next] !== UNNUMBERED) met.add(sheet[next]!);
        }
        if (isOpen) open += 1;
        if (!isFault) sides += 1;
      }
    }
    const item = group[group.length >> 1]!;
    const [run, ray] = [items.run[item]!, items.ray[item]!];
    const otherwise = contacts > 0 ? 'contact' : 'rupture';
    return {
      kind: open > 0 && OPEN * open >= sides ? 'fold' : otherwise,
      sheets: [...met].sort((a, b) => a - b),
      u: u.first + u.step * (ray % columns),
      v: v.first + v.step * Math.floor(ray / columns),
      along: along.first + (along.step * (start[run]! + end[run]!)) / 2,
      runs: group.length,
    };
  });
  return faults.sort((a, b) => b.runs - a.runs).slice(0, MOST_FAULTS);
}
