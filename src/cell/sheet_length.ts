// Where a sheet ends, and how long it is.
import { studentQuantile } from '../stats/distributions/mean.js';
import type { SpiralEstimate, FittedSpiral } from './spiral_fit.js';
import type { WindingsData } from './windings_data.js';

/** Part of a turn over which the slope of the radius is taken, to both sides: noise adds length. */
const SLOPE_PART = 12;
const QUANTILE = studentQuantile(23);

/**
 * Standard deviation of where the sheet's two ends lie, in columns: as they differ from row to row,
 * and as they are rounded to a column and to a voxel, which is so many columns wide there.
 */
function endSpread(
  { columns, rows, angles, middle }: WindingsData,
  voxels: readonly [inner: number, outer: number],
): readonly [number, number] {
  const rowEnds = (forward: boolean): number[] => {
    const places: number[] = [];
    for (let row = 0; row < rows; row += 1) {
      for (let i = 0; i < Math.min(columns, angles); i += 1) {
        const column = forward ? i : columns - 1 - i;
        if (Number.isNaN(middle[row * columns + column]!)) continue;
        places.push(i);
        break;
      }
    }
    return places;
  };
  const spread = (places: readonly number[], voxel: number): number => {
    const mean = places.reduce((sum, each) => sum + each, 0) / places.length;
    const squares = places.reduce((sum, each) => sum + (each - mean) ** 2, 0);
    return Math.sqrt((1 + voxel * voxel) / 12 + squares / Math.max(1, places.length));
  };
  return [spread(rowEnds(true), voxels[0]), spread(rowEnds(false), voxels[1])];
}

/** The radius of each column: as seen, between what is seen in the shape of the spiral. */
export function filledRadii(medians: Float64Array, { radius }: FittedSpiral): Float64Array {
  const filled = medians.slice();
  let before = -1;
  for (let column = 0; column <= medians.length; column += 1) {
    if (column < medians.length && Number.isNaN(medians[column]!)) continue;
    const off = (at: number): number | undefined =>
      at >= 0 && at < medians.length ? medians[at]! - radius[at]! : undefined;
    const [left, right] = [off(before), off(column)];
    for (let gap = before + 1; gap < column; gap += 1) {
      const share = (gap - before) / (column - before);
      const [from, to] = [left ?? right ?? 0, right ?? left ?? 0];
      filled[gap] = radius[gap]! + from + share * (to - from);
    }
    before = column;
  }
  return filled;
}

/**
 * Turns and length of a sheet. The length is ∫ √(r² + (dr/dθ)²) dθ over all columns; its interval
 * has the ends, to a voxel and a column and as they differ from row to row, and the error of the
 * spiral's radius in the middle of the sheet. `voxel` is the spacing.
 */
export function extentOf(
  sheet: WindingsData,
  medians: Float64Array,
  fitted: FittedSpiral,
  voxel: number,
): { readonly turns: SpiralEstimate; readonly sheetLength: SpiralEstimate } {
  const { columns, angles } = sheet;
  const radii = filledRadii(medians, fitted);
  const arc = (2 * Math.PI) / angles;
  const reach = Math.max(1, Math.round(angles / SLOPE_PART));
  let length = 0;
  for (let column = 0; column < columns; column += 1) {
    const [low, high] = [Math.max(0, column - reach), Math.min(columns - 1, column + reach)];
    const slope = (radii[high]! - radii[low]!) / (arc * (high - low));
    length += arc * Math.sqrt(radii[column]! ** 2 + slope ** 2);
  }
  const arcs = [radii[0]! * arc, radii[columns - 1]! * arc] as const;
  const [inner, outer] = endSpread(sheet, [voxel / arcs[0], voxel / arcs[1]]);
  const estimate = (value: number, deviation: number): SpiralEstimate => {
    const half = QUANTILE * deviation;
    return { value, interval: [value - half, value + half] };
  };
  const deviations = [inner * arcs[0], outer * arcs[1]];
  const { interval } = fitted.fit.meanRadius;
  deviations.push(((interval[1] - interval[0]) / 2 / QUANTILE) * arc * columns);
  return {
    turns: estimate(columns / angles, Math.hypot(inner, outer) / angles),
    sheetLength: estimate(length, Math.hypot(...deviations)),
  };
}
