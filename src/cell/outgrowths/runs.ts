// Runs above the level beyond a face: parts of outgrowths that overhang, or particles.
import { aroundColumn, type Footprints } from './footprints.js';
import { RUN_CODE } from './collector_columns.js';
import type { ColumnRow } from './column_rows.js';
import type { FoilSide } from './face_excess.js';

/** A run of a column. */
export interface Run {
  readonly column: number;
  /** First row, and the row behind the last one. */
  readonly from: number;
  readonly to: number;
}

/** Runs that overlap from column to column. */
export interface RunGroup {
  readonly runs: readonly Run[];
  /** The footprint of the face that it touches; 0 for none. */
  readonly footprint: number;
}

function runsOf(row: ColumnRow): Run[] {
  const runs: Run[] = [];
  const enter = (column: number, code: number): void => {
    if (Number.isNaN(code)) return;
    const from = Math.floor(code / RUN_CODE);
    runs.push({ column, from, to: from + (code % RUN_CODE) });
  };
  if ('dense' in row)
    row.dense.forEach((code, column) => {
      enter(column, code);
    });
  else
    row.at.forEach((column, k) => {
      enter(column, row.values[k]!);
    });
  return runs;
}

/**
 * The runs of a side in groups: those of neighbouring columns (by edges and corners) that share a
 * row are one, and what shares a row with the part of a footprint beyond the base belongs to it.
 */
export function runGroups(row: ColumnRow, own: FoilSide, labels: Footprints['labels']): RunGroup[] {
  const runs = runsOf(row);
  const at = new Map(runs.map((run, i) => [run.column, i]));
  const seen = new Uint8Array(runs.length);
  const groups: RunGroup[] = [];
  for (let start = 0; start < runs.length; start++) {
    if (seen[start] !== 0) continue;
    seen[start] = 1;
    const found = [start];
    let footprint = 0;
    // The list grows while it is walked.
    for (const next of found) {
      const { column, from, to } = runs[next]!;
      aroundColumn(column, own.size, (beside) => {
        const label = labels.at(beside);
        // The face ends between two rows; a row counts to its middle.
        const face = own.face.at(beside);
        if (label !== 0 && (own.side > 0 ? from <= face : to - 1 >= face)) footprint ||= label;
        const other = at.get(beside);
        if (other === undefined || seen[other] !== 0) return;
        if (runs[other]!.from >= to || runs[other]!.to <= from) return;
        seen[other] = 1;
        found.push(other);
      });
    }
    groups.push({ runs: found.map((i) => runs[i]!), footprint });
  }
  return groups;
}
