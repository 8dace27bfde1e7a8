// Footprints: connected columns of a map whose excess is high.
import { connectedCells } from '../connected_cells.js';
import { columnsOf, type ColumnMap } from './column_map.js';
import { ColumnNumbers } from './column_numbers.js';

/** What makes a footprint. */
export interface Hysteresis {
  /** Excess of all its columns, and of one of them at least. */
  readonly low: number;
  readonly high: number;
  /** Fewest columns. */
  readonly least: number;
}

/** Numbered footprints of a map. */
export interface Footprints {
  /** 0, or the number of the footprint, from 1 on. */
  readonly labels: ColumnNumbers;
  /** Columns of each footprint; those of number n at n − 1. */
  readonly columns: readonly Uint32Array[];
}

/** Calls back for the eight neighbours of a column that lie on the map. */
export function aroundColumn(
  column: number,
  [nu, nv]: readonly [number, number],
  visit: (neighbour: number) => void,
): void {
  const u = column % nu;
  const v = (column - u) / nu;
  for (let j = Math.max(0, v - 1); j <= Math.min(nv - 1, v + 1); j++)
    for (let i = Math.max(0, u - 1); i <= Math.min(nu - 1, u + 1); i++)
      if (i !== u || j !== v) visit(j * nu + i);
}

/**
 * The footprints of a map of excess, connected by edges and corners, in the order of their first
 * columns. NaN is no excess.
 */
export function footprintsOf(
  { at, size }: ColumnMap,
  { low, high, least }: Hysteresis,
): Footprints {
  const labels = new ColumnNumbers();
  const columns: Uint32Array[] = [];
  const isHigh = (column: number): boolean => at(column) > low;
  const visitAround = (column: number, visit: (neighbour: number) => void): void => {
    aroundColumn(column, size, visit);
  };
  for (const found of connectedCells(columnsOf(size), isHigh, visitAround)) {
    const peak = found.reduce((most, column) => Math.max(most, at(column)), 0);
    if (peak < high || found.length < least) continue;
    columns.push(Uint32Array.from(found));
    for (const column of found) labels.set(column, columns.length);
  }
  return { labels, columns };
}

/**
 * The columns within `reach` of a footprint that belong to none; they are marked with
 * its number.
 */
export function rimOf(
  footprint: Uint32Array,
  number: number,
  owner: ColumnNumbers,
  size: readonly [number, number],
  reach: number,
): number[] {
  const rim: number[] = [];
  let front: Iterable<number> = footprint;
  for (let step = 0; step < reach; step++) {
    const next: number[] = [];
    for (const column of front)
      aroundColumn(column, size, (beside) => {
        if (owner.at(beside) !== 0) return;
        owner.set(beside, number);
        next.push(beside);
      });
    rim.push(...next);
    front = next;
  }
  return rim;
}

/** Columns that a footprint shares with those of the other face, over those that any has. */
export function sharedWith(columns: Uint32Array, { labels, columns: others }: Footprints): number {
  const opposite = columns.filter((column) => labels.at(column) > 0);
  const met = new Set(opposite.map((column) => labels.at(column)));
  const all = [...met].reduce((n, label) => n + others[label - 1]!.length, columns.length);
  return opposite.length / (all - opposite.length);
}
