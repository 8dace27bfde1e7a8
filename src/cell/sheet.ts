// A wound sheet as a smooth surface: the spiral that was fitted to it, and smoothed deviations.
import { invalidArgument } from '../recipe/errors.js';
import { fillUnseen } from './fill_unseen.js';
import { fitSpiral, type RadiusAt, type Spiral } from './base_spiral.js';
import { smoothColumns, smoothRows, splineWeights } from './smooth_table.js';
import type { WindingsData } from './windings_data.js';

/** A wound sheet as a smooth surface r(column, row). */
export interface Sheet {
  readonly windings: WindingsData;
  readonly spiral: Spiral;
  /** The spiral at each column. */
  readonly fitted: readonly RadiusAt[];
  /**
   * Deviations from the spiral: coefficients of a cubic B-spline over columns and rows, in the
   * unit.
   */
  readonly deviations: Float32Array;
  /** Angle from one column to the next. */
  readonly turnOfColumn: number;
}

/** The smooth radius at (column, row); `seen` cells are weighed, others are filled. */
export function smoothSheet(windings: WindingsData, smooth: number): Sheet {
  checkWindings(windings);
  const { angles, columns, rows, middle, stepZ } = windings;
  const spiral = fitSpiral(windings);
  const fitted = Array.from({ length: columns }, (_, c) => spiral.at(c));
  const deviations = middle.map((r, i) => r - fitted[i % columns]!.radius);
  // A quarter of a turn is as far as a hole is filled by what lies about it.
  fillUnseen(deviations, columns, rows, angles / 4);
  const turnOfColumn = (2 * Math.PI) / angles;
  const sigmas = Float64Array.from(
    fitted,
    ({ radius }) => smooth / Math.max(radius * turnOfColumn, Number.MIN_VALUE),
  );
  smoothRows(deviations, columns, rows, smooth / stepZ);
  smoothColumns(deviations, columns, rows, sigmas);
  return { windings, spiral, fitted, deviations, turnOfColumn };
}

/** Refuses what is no table of windings, of which a user may have made one. */
export function checkWindings(windings: WindingsData): void {
  const { angles, columns, rows, middle, thickness, stepZ, axis } = windings;
  const refuse = (name: string, value: unknown, allowed: string): never => {
    throw invalidArgument('windings', name, value, allowed);
  };
  if (columns < 2 || rows < 1)
    refuse('columns', `${String(columns)}×${String(rows)}`, 'at least 2 columns and a row');
  if (angles < 8) refuse('angles', angles, 'at least 8 columns in a turn');
  for (const [name, { length }] of Object.entries({ middle, thickness }))
    if (length !== columns * rows)
      refuse(name, `${String(length)} values`, `${String(columns * rows)}, one of each cell`);
  if (axis.x.length !== axis.y.length || axis.x.length === 0)
    refuse('axis', `${String(axis.x.length)}, ${String(axis.y.length)}`, 'a place for each slice');
  if (!(stepZ > 0)) refuse('stepZ', stepZ, 'a distance > 0');
}

/**
 * The deviations along the columns at one height: coefficients of a cubic B-spline. `row` may lie
 * between rows; beyond the first and the last they stay what they are there.
 */
export function lineOf({ windings, deviations }: Sheet, row: number): Float64Array {
  const { columns, rows } = windings;
  const at = Math.min(rows - 1, Math.max(0, row));
  const below = Math.min(Math.floor(at), Math.max(0, rows - 2));
  const line = new Float64Array(columns);
  splineWeights(at - below).forEach((weight, k) => {
    if (weight === 0) return;
    // Beyond the ends the coefficients go on in a line, so that a slope stays one.
    const index = below - 1 + k;
    const inside = Math.min(rows - 1, Math.max(0, index));
    const other = Math.min(rows - 1, Math.max(0, 2 * inside - index));
    const [a, b] = index === inside ? [weight, 0] : [2 * weight, -weight];
    for (let c = 0; c < columns; c += 1)
      line[c]! += a * deviations[inside * columns + c]! + b * deviations[other * columns + c]!;
  });
  return line;
}

/** The mean of the deviations over all rows. */
export function meanLine({ windings, deviations }: Sheet): Float64Array {
  const { columns, rows } = windings;
  const line = new Float64Array(columns);
  deviations.forEach((value, i) => {
    line[i % columns]! += value / rows;
  });
  return line;
}

/** A value of a line at a column, whole or not, and its first and second derivative. */
export function valueOnLine(line: Float64Array, column: number): RadiusAt {
  const last = line.length - 1;
  const below = Math.min(Math.max(0, Math.floor(column)), last - 1);
  const t = column - below;
  const u = 1 - t;
  const b = line[below]!;
  const c = line[below + 1]!;
  const a = below === 0 ? 2 * b - c : line[below - 1]!;
  const d = below + 2 > last ? 2 * c - b : line[below + 2]!;
  return {
    radius:
      (u * u * u * a +
        (3 * t * t * t - 6 * t * t + 4) * b +
        (3 * u * u * u - 6 * u * u + 4) * c +
        t * t * t * d) /
      6,
    slope: (-u * u * a + (3 * t * t - 4 * t) * b + (4 * u - 3 * u * u) * c + t * t * d) / 2,
    bend: u * a + (3 * t - 2) * b + (3 * u - 2) * c + t * d,
  };
}

/**
 * The radius at a column, whole or not, of a line of deviations, with derivatives by the column.
 */
export function radiusAt(sheet: Sheet, line: Float64Array, column: number): RadiusAt {
  const fitted = Number.isInteger(column) ? sheet.fitted[column]! : sheet.spiral.at(column);
  const more = valueOnLine(line, column);
  return {
    radius: fitted.radius + more.radius,
    slope: fitted.slope + more.slope,
    bend: fitted.bend + more.bend,
  };
}
