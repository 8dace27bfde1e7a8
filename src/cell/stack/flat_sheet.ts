// A sheet of a stack as a smooth surface: what was fitted to it, and smoothed deviations.
import { invalidArgument } from '../../recipe/errors.js';
import { fillUnseen } from '../fill_unseen.js';
import {
  smoothColumns,
  smoothRows,
  splineBends,
  splineSlopes,
  splineWeights,
} from '../smooth_table.js';
import { STEEPEST } from './lean.js';
import { fitStack, type FittedStack } from './stack_fit.js';
import type { SheetsData } from './sheets_data.js';

/** A point of a sheet, with slopes and bends of its height along u and v. */
export interface FlatPoint {
  /** Position along the axis. */
  readonly height: number;
  readonly slopeU: number;
  readonly slopeV: number;
  readonly bendUU: number;
  readonly bendUV: number;
  readonly bendVV: number;
}

/** A smooth surface of a sheet. */
export interface FlatSheet {
  readonly data: SheetsData;
  readonly sheet: number;
  readonly fitted: FittedStack;
  /** Deviations from what was fitted: coefficients of a cubic B-spline, in the unit. */
  readonly deviations: Float32Array;
}

// Regions of one recipe ask for the same sheets again and again.
const fits = new WeakMap<SheetsData, FittedStack>();
const held = new WeakMap<SheetsData, Map<string, FlatSheet>>();

/** The fit of a stack's sheets. */
export function fittedStack(data: SheetsData): FittedStack {
  const known = fits.get(data) ?? fitStack(data);
  fits.set(data, known);
  return known;
}

/**
 * The smooth surface of a sheet; `smooth` is the standard deviation of its smoothing. Where the
 * sheet was not seen it follows what lies about the hole, up to a quarter of its columns away, and
 * beyond that the fit.
 */
export function flatSheet(data: SheetsData, sheet: number, smooth: number): FlatSheet {
  const known = held.get(data) ?? new Map<string, FlatSheet>();
  held.set(data, known);
  const key = `${String(sheet)} ${String(smooth)}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const { columns, rows, middle, u, v } = data;
  const fitted = fittedStack(data);
  const cells = columns * rows;
  const deviations = Float32Array.from(
    middle.subarray(sheet * cells, (sheet + 1) * cells),
    (height, i) => height - fitted.at(sheet, i % columns, Math.floor(i / columns)).height,
  );
  fillUnseen(deviations, columns, rows, columns / 4);
  smoothRows(deviations, columns, rows, smooth / v.step);
  smoothColumns(deviations, columns, rows, new Float64Array(columns).fill(smooth / u.step));
  const made = { data, sheet, fitted, deviations };
  known.set(key, made);
  return made;
}

/** Refuses what is no table of sheets, of which a user may have made one. */
export function checkSheets(data: SheetsData): void {
  const { sheets, columns, rows, middle, thickness, u, v, voxel } = data;
  const refuse = (name: string, value: unknown, allowed: string): never => {
    throw invalidArgument('sheets', name, value, allowed);
  };
  if (!(sheets >= 1 && columns >= 2 && rows >= 1))
    refuse(
      'sheets, columns, rows',
      `${String(sheets)}×${String(columns)}×${String(rows)}`,
      'at least a sheet, 2 columns and a row',
    );
  for (const [name, { length }] of Object.entries({ middle, thickness }))
    if (length !== sheets * columns * rows)
      refuse(
        name,
        `${String(length)} values`,
        `${String(sheets * columns * rows)}, one of each cell`,
      );
  if (!(u.step > 0 && v.step > 0 && voxel > 0))
    refuse('u.step, v.step, voxel', [u.step, v.step, voxel], 'distances > 0');
}

/** Refuses a sheet that a stack does not have. */
export function checkSheet(op: string, { sheets }: SheetsData, sheet: number): void {
  if (!(sheet < sheets))
    throw invalidArgument(op, 'sheet', sheet, `0 … ${String(sheets - 1)}, the sheets of the stack`);
}

/** The point of a sheet at a position (u, v); beyond its table deviations stay what they are. */
export function flatPoint({ data, sheet, fitted, deviations }: FlatSheet, u: number, v: number) {
  const { columns, rows } = data;
  const column = (u - data.u.first) / data.u.step;
  const row = (v - data.v.first) / data.v.step;
  const base = fitted.at(sheet, column, row);
  const [c, r] = [knots(column, columns), knots(row, rows)];
  const sums = [0, 0, 0, 0, 0, 0];
  for (let j = 0; j < 4; j += 1) {
    let [value, slope, bend] = [0, 0, 0];
    for (let i = 0; i < 4; i += 1) {
      const at = coefficient(deviations, [columns, rows], c.below - 1 + i, r.below - 1 + j);
      value += c.weights[i]! * at;
      slope += c.slopes[i]! * at;
      bend += c.bends[i]! * at;
    }
    sums[0]! += r.weights[j]! * value;
    sums[1]! += r.weights[j]! * slope;
    sums[2]! += r.slopes[j]! * value;
    sums[3]! += r.weights[j]! * bend;
    sums[4]! += r.slopes[j]! * slope;
    sums[5]! += r.bends[j]! * value;
  }
  const point: FlatPoint = {
    height: base.height + sums[0]!,
    slopeU: (base.slopeU + sums[1]!) / data.u.step,
    slopeV: (base.slopeV + sums[2]!) / data.v.step,
    bendUU: (base.bendUU + sums[3]!) / data.u.step ** 2,
    bendUV: (base.bendUV + sums[4]!) / (data.u.step * data.v.step),
    bendVV: (base.bendVV + sums[5]!) / data.v.step ** 2,
  };
  return point;
}

const FLAT = [0, 0, 0, 0] as const;

/** The knots about a place, and their weights; beyond the ends what is there, without slope. */
function knots(place: number, count: number) {
  const at = Math.min(count - 1, Math.max(0, place));
  const below = Math.min(Math.floor(at), Math.max(0, count - 2));
  const isIn = at === place;
  return {
    below,
    weights: splineWeights(at - below),
    slopes: isIn ? splineSlopes(at - below) : FLAT,
    bends: isIn ? splineBends(at - below) : FLAT,
  };
}

/** A coefficient; beyond the ends they go on in a line, so that a slope stays one. */
function coefficient(
  table: Float32Array,
  [columns, rows]: readonly [number, number],
  column: number,
  row: number,
): number {
  const inColumn = Math.min(columns - 1, Math.max(0, column));
  if (column !== inColumn && columns > 1)
    return (
      2 * coefficient(table, [columns, rows], inColumn, row) -
      coefficient(table, [columns, rows], 2 * inColumn - column, row)
    );
  const inRow = Math.min(rows - 1, Math.max(0, row));
  if (row !== inRow && rows > 1)
    return 2 * table[inRow * columns + inColumn]! - table[(2 * inRow - row) * columns + inColumn]!;
  return table[inRow * columns + inColumn]!;
}

/** The normal of a sheet at a point, of length 1, upwards. */
export function normalOf({
  slopeU,
  slopeV,
}: FlatPoint): readonly [u: number, v: number, up: number] {
  const steep = Math.hypot(slopeU, slopeV);
  const part = steep > STEEPEST ? STEEPEST / steep : 1;
  const [u, v] = [part * slopeU, part * slopeV];
  const length = Math.hypot(1, u, v);
  return [-u / length, -v / length, 1 / length];
}

/**
 * Volume of a thin voxel on the sheet per its own, and the growth of that per distance from the
 * sheet, upwards: the sum of the two principal curvatures, > 0 on a hill.
 */
export function stretchAt(point: FlatPoint): readonly [stretch: number, curvature: number] {
  const [nu, nv, up] = normalOf(point);
  const [a, b] = [-nu / up, -nv / up];
  const { bendUU, bendUV, bendVV } = point;
  const across = (1 + b * b) * bendUU - 2 * a * b * bendUV + (1 + a * a) * bendVV;
  return [1 / up, -across * up * up * up];
}
