// How outgrowths are looked for in maps of columns.
import type { ColumnMap } from './column_map.js';
import type { ColumnRow } from './column_rows.js';
import { aroundColumn } from './footprints.js';
import type { Found } from './found.js';

/** Columns, or voxels, of which an object has at least so many. */
export const LEAST = 8;
/** Columns about a footprint whose excess counts for its volume. */
export const RIM = 2;
/** Flat tops and lengthy footprints are told of at least so many columns. */
export const TELLING = 100;
/** A footprint is lengthy from this length over its width on. */
export const LENGTHY = 4;
/** Part of an outgrowth's height above which a column is of its top. */
export const TOP = 0.8;

/** What a search is told; lengths in rows. */
export interface SearchOptions {
  readonly window: number;
  readonly minHeight: number;
  readonly gap: number | null;
  readonly coatingThickness: number | null;
  readonly columnLength: number;
  readonly columnWidth: number;
  readonly levelUncertainty: number;
}

/** What a search gives; with a grey level of copper where it has told it better than the track. */
export type SearchResult = Omit<
  Found,
  'normal' | 'size' | 'spacing' | 'origin' | 'unit' | 'copper'
> & { readonly copper?: number };

/** Least excess of the columns of an outgrowth, in rows, by the noise. */
export function leastExcess(regime: 'resolved' | 'unresolved', noise: number): number {
  return regime === 'resolved' ? Math.max(0.6, 3 * noise) : 3 * noise;
}

/** Least excess of the peak of an outgrowth. */
export function leastPeak(regime: 'resolved' | 'unresolved', noise: number): number {
  return regime === 'resolved' ? Math.max(1, 5 * noise) : 5 * noise;
}

/** A row as one value per column. */
export function denseRow(row: ColumnRow, length: number): Float32Array<ArrayBuffer> {
  if ('dense' in row) return row.dense;
  const dense = new Float32Array(length).fill(NaN);
  row.at.forEach((column, k) => {
    dense[column] = row.values[k]!;
  });
  return dense;
}

/** The column about which the mean excess of 3 × 3 columns of a footprint is greatest. */
export function peakOf(columns: Uint32Array, { at, size }: ColumnMap): number {
  let peak = columns[0]!;
  let greatest = -Infinity;
  for (const column of columns) {
    let sum = at(column);
    let known = 1;
    aroundColumn(column, size, (beside) => {
      const value = at(beside);
      if (Number.isNaN(value)) return;
      sum += value;
      known++;
    });
    if (sum / known <= greatest) continue;
    greatest = sum / known;
    peak = column;
  }
  return peak;
}

/** Whether at least half of a footprint is as high as its top. */
export function isFlat(columns: Uint32Array, excess: ColumnMap, height: number): boolean {
  const high = columns.reduce((n, c) => n + (excess.at(c) > TOP * height ? 1 : 0), 0);
  return columns.length >= TELLING && 2 * high >= columns.length;
}
