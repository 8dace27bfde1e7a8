// Length along a wound sheet.
import { meanLine, radiusAt, type Sheet } from './sheet.js';

/** Places and weights of Gauss and Legendre's rule of three points on 0 … 1. */
const ROOT = Math.sqrt(0.6) / 2;
const POINTS = [0.5 - ROOT, 0.5, 0.5 + ROOT] as const;
const WEIGHTS = [5 / 18, 8 / 18, 5 / 18] as const;
/** Newton's steps until a length is met to the last digits. */
const MOST_STEPS = 30;

/** The length along a sheet by the column, and back. */
export interface SheetLength {
  /** From the first column to the last, in the unit. */
  readonly total: number;
  /** From the first column to one, whole or not. */
  lengthAt(column: number): number;
  /** Growth of the length by the column. */
  speedAt(column: number): number;
  /** The column at a length, 0 … `total`. */
  columnAt(length: number): number;
}

/**
 * Length along the mean of a sheet over its rows, so that a place along it has the same angle in
 * every slice: ∫ √(r² + (dr/dθ)²) dθ by Gauss and Legendre's rule of three points per column.
 */
export function sheetLength(sheet: Sheet): SheetLength {
  const { columns } = sheet.windings;
  const line = meanLine(sheet);
  const speedAt = (column: number): number => {
    const { radius, slope } = radiusAt(sheet, line, column);
    return Math.hypot(radius * sheet.turnOfColumn, slope);
  };
  const across = (from: number, to: number): number =>
    (to - from) *
    POINTS.reduce((sum, point, k) => sum + WEIGHTS[k]! * speedAt(from + point * (to - from)), 0);
  const upTo = new Float64Array(columns);
  for (let c = 1; c < columns; c += 1) upTo[c] = upTo[c - 1]! + across(c - 1, c);
  const total = upTo[columns - 1]!;
  const lengthAt = (column: number): number => {
    const below = Math.min(Math.max(0, Math.floor(column)), columns - 2);
    return upTo[below]! + across(below, column);
  };
  return {
    total,
    lengthAt,
    speedAt,
    columnAt(length) {
      let [low, high] = [0, columns - 1];
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (upTo[middle]! <= length) low = middle;
        else high = middle;
      }
      let column = low + (length - upTo[low]!) / (upTo[high]! - upTo[low]!);
      for (let step = 0; step < MOST_STEPS; step += 1) {
        const by = (length - lengthAt(column)) / speedAt(column);
        column = Math.min(low + 1, Math.max(low, column + by));
        if (Math.abs(by) < 1e-12) break;
      }
      return column;
    },
  };
}
