// Sheets of a stack as tables of columns and rows.
import type { RayRuns } from '../ray_runs.js';
import type { MaskColumns } from './mask_columns.js';
import { UNNUMBERED, type NumberedSheets } from './sheet_numbers.js';
import type { SheetsData } from './sheets_data.js';

/**
 * The tables of runs with their numbers. A run that reaches the first or the last voxel of its
 * column may be cut off there, and counts as not seen.
 */
export function stackTable(
  { unit, axis, columns, samples, u, v, along, rows }: MaskColumns,
  { first, start, end }: RayRuns,
  { sheet, sheets }: NumberedSheets,
): SheetsData {
  const cells = columns * rows.length;
  const middle = new Float32Array(sheets * cells).fill(NaN);
  const thickness = new Float32Array(sheets * cells).fill(NaN);
  for (let cell = 0; cell < cells; cell += 1)
    for (let run = first[cell]!; run < first[cell + 1]!; run += 1) {
      if (sheet[run] === UNNUMBERED || start[run] === 0 || end[run] === samples - 1) continue;
      const at = sheet[run]! * cells + cell;
      middle[at] = along.first + (along.step * (start[run]! + end[run]!)) / 2;
      thickness[at] = along.step * (end[run]! - start[run]! + 1);
    }
  const table = { columns, rows: rows.length, u, v, middle, thickness };
  return { unit, axis, sheets, voxel: along.step, ...table };
}
