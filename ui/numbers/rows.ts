// Which rows of a table are shown, and in which order: lists of row numbers, nothing per row.
import type { ColumnData, IdSet, Table } from 'voxmetry';

/** A closed interval of a column; a bound that is left out is infinite. */
export interface ColumnRange {
  readonly column: string;
  /** In the unit of the column. */
  readonly min?: number | undefined;
  /** In the unit of the column. */
  readonly max?: number | undefined;
}

/** By which column rows are sorted. */
export interface RowSort {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

/**
 * A bound as the column holds numbers: for f32 the nearest f32, so that 0.7 takes in the values
 * that 0.7 became. One that f32 has as 0 or ±∞ alone stays as it is. As the library's thresholds.
 */
export function ownBound(data: ColumnData, bound: number): number {
  if (!(data instanceof Float32Array)) return bound;
  const held = Math.fround(bound);
  return held === 0 || !Number.isFinite(held) ? bound : held;
}

/** The rows whose values lie in all ranges, rising. NaN lies in no range that has a bound. */
export function rowsWithin(table: Table, ranges: readonly ColumnRange[]): Uint32Array<ArrayBuffer> {
  let rows = Uint32Array.from({ length: table.length }, (_, row) => row);
  for (const { column, min, max } of ranges) {
    if (min === undefined && max === undefined) continue;
    const data = table.column(column);
    const lo = ownBound(data, min ?? -Infinity);
    const hi = ownBound(data, max ?? Infinity);
    rows = rows.filter((row) => data[row]! >= lo && data[row]! <= hi);
  }
  return rows;
}

/** The rows whose ids are in a set, in the order given. */
export function rowsOfIds(
  rows: Uint32Array<ArrayBuffer>,
  ids: ColumnData,
  set: IdSet,
): Uint32Array<ArrayBuffer> {
  return rows.filter((row) => set.has(ids[row]!));
}

/** The rows in the order of a column's values; equal ones stay as they are, NaN comes last. */
export function sortRows(
  rows: Uint32Array<ArrayBuffer>,
  data: ColumnData,
  direction: RowSort['direction'],
): Uint32Array<ArrayBuffer> {
  const valued = rows.filter((row) => !Number.isNaN(data[row]!));
  const missing = rows.filter((row) => Number.isNaN(data[row]!));
  const place = new Uint32Array(data.length);
  for (const [i, row] of rows.entries()) place[row] = i;
  const sign = direction === 'ascending' ? 1 : -1;
  // Differences fail for infinities: ∞ − ∞ is NaN.
  valued.sort((a, b) => {
    const [va, vb] = [data[a]!, data[b]!];
    return va < vb ? -sign : va > vb ? sign : place[a]! - place[b]!;
  });
  const sorted = new Uint32Array(rows.length);
  sorted.set(valued);
  sorted.set(missing, valued.length);
  return sorted;
}
