// A spiral of Archimedes through all turns of a sheet at once.
import { solveSymmetric } from '../filters/background_fit.js';
import { studentQuantile } from '../stats/distributions/mean.js';
import { BIWEIGHT, robustScale } from '../structure/polynomial_fit.js';
import type { WindingsData } from './windings_data.js';

/** A number and the interval that holds the truth in 95 of 100 cases. */
export interface SpiralEstimate {
  readonly value: number;
  readonly interval: readonly [lo: number, hi: number];
}

/** A wave of the radius that goes round `order` times in a turn. */
export interface Harmonic {
  readonly order: number;
  /** In the middle of the sheet, in `unit`. */
  readonly amplitude: SpiralEstimate;
  /** Angle of a crest from x to y, in radians. */
  readonly crest: number;
}

/** The spiral that fits a sheet: radius = r0 + pitch · turns + waves, turns from its inner end. */
export interface SpiralFit {
  /** Distance of two turns, in the unit of length. */
  readonly pitch: SpiralEstimate;
  /** Radius of the spiral at the sheet's inner end. */
  readonly r0: SpiralEstimate;
  /** Radius of the spiral halfway between its ends. */
  readonly meanRadius: SpiralEstimate;
  /** How far the spiral's centre lies from the axis, along x and y. */
  readonly offCentre: readonly [x: SpiralEstimate, y: SpiralEstimate];
  readonly harmonics: readonly Harmonic[];
  /** Root mean square of what the fit leaves, over the columns that it holds. */
  readonly rms: SpiralEstimate;
  /** Part of the columns that the fit holds: others weigh nothing, such as a collapsed core. */
  readonly held: number;
}

/** A fit with what others need of it. */
export interface FittedSpiral {
  readonly fit: SpiralFit;
  /** Radius of the spiral at each column. */
  readonly radius: Float64Array;
  /** Weight of each column, 0 … 1. */
  readonly weight: Float64Array;
}

/** Waves of 2 to this many crests in a turn. */
const ORDERS = [2, 3, 4] as const;
const TERMS = 4 + 4 * ORDERS.length;
/** Sectors of a turn that are left out one by one. */
const SECTORS = 24;
const LEAST_STEPS = 12;
const MOST_STEPS = 40;

/** Median over the rows of each column; NaN of a column that no row has. */
export function columnMedians({ columns, rows, middle }: WindingsData): Float64Array {
  const values = new Float64Array(rows);
  return Float64Array.from({ length: columns }, (_, column) => {
    let n = 0;
    for (let row = 0; row < rows; row += 1) {
      const value = middle[row * columns + column]!;
      if (!Number.isNaN(value)) values[n++] = value;
    }
    const sorted = values.subarray(0, n).sort();
    return n === 0 ? NaN : (sorted[(n - 1) >> 1]! + sorted[n >> 1]!) / 2;
  });
}

/** The angle of a column from x to y. */
export function angleOf({ handed, angles, firstColumn }: WindingsData, column: number): number {
  return (handed * 2 * Math.PI * (firstColumn + column)) / angles;
}

/**
 * Fits radius = r0 + pitch · turns + x cos θ + y sin θ + waves of 2, 3 and 4 crests, whose height
 * may change along the sheet, to the columns' medians over z: all turns at once, by iteratively
 * reweighted least squares, from least absolute deviations on to Tukey's biweight, in f64.
 * Intervals are of the jackknife over 24 sectors of the turn, each with all turns and rows in it:
 * what is wrong with neighbouring columns is wrong together. `step` is the rounding of radii.
 */
export function fitSpiral(sheet: WindingsData, medians: Float64Array, step: number): FittedSpiral {
  const { columns, angles } = sheet;
  const used = Int32Array.from(medians.keys()).filter((column) => !Number.isNaN(medians[column]!));
  const half = columns / angles / 2;
  const basis = new Float64Array(TERMS * columns);
  for (let column = 0; column < columns; column += 1) {
    const theta = angleOf(sheet, column);
    const turns = column / angles;
    const at = TERMS * column;
    basis.set([1, turns, Math.cos(theta), Math.sin(theta)], at);
    ORDERS.forEach((order, i) => {
      const [cosine, sine] = [Math.cos(order * theta), Math.sin(order * theta)];
      const along = turns / half - 1;
      basis.set([cosine, sine, along * cosine, along * sine], at + 4 + 4 * i);
    });
  }
  const weight = new Float64Array(columns);
  for (const column of used) weight[column] = 1;
  const radius = new Float64Array(columns);
  /** The normal equations of some columns. */
  const equations = (chosen: Iterable<number>): Equations => {
    const matrix = Array.from({ length: TERMS }, () => new Float64Array(TERMS));
    const right = new Float64Array(TERMS);
    for (const column of chosen) {
      const w = weight[column]!;
      if (w === 0) continue;
      const at = TERMS * column;
      for (let k = 0; k < TERMS; k += 1) {
        const b = w * basis[at + k]!;
        right[k]! += b * medians[column]!;
        const row = matrix[k]!;
        for (let l = 0; l < TERMS; l += 1) row[l]! += b * basis[at + l]!;
      }
    }
    return { matrix, right };
  };
  const residuals = new Float64Array(used.length);
  const settle = (x: Float64Array): void => {
    for (let column = 0; column < columns; column += 1) {
      let value = 0;
      for (let k = 0; k < TERMS; k += 1) value += x[k]! * basis[TERMS * column + k]!;
      radius[column] = value;
    }
    used.forEach((column, i) => {
      residuals[i] = medians[column]! - radius[column]!;
    });
  };
  const solve = ({ matrix, right }: Equations): Float64Array => solveSymmetric(matrix, right);
  let x = solve(equations(used));
  settle(x);
  const floor = step / Math.sqrt(12);
  for (let turn = 0; turn < LEAST_STEPS + MOST_STEPS; turn += 1) {
    const scale = robustScale(residuals, step);
    used.forEach((column, i) => {
      const t = residuals[i]! / (BIWEIGHT * scale);
      weight[column] =
        turn < LEAST_STEPS
          ? floor / Math.max(Math.abs(residuals[i]!), floor)
          : Math.max(0, 1 - t * t) ** 2;
    });
    const before = x;
    x = solve(equations(used));
    settle(x);
    const moved = x.reduce((most, value, k) => Math.max(most, Math.abs(value - before[k]!)), 0);
    if (turn >= LEAST_STEPS && moved < 1e-7 * step) break;
  }

  // What each sector adds to the equations and to the squares that are left.
  // Rays along x and y lie in the middle of a sector: there voxels' steps go together the farthest.
  const sectorOf = (column: number): number =>
    Math.floor((SECTORS * (sheet.firstColumn + column)) / angles + 0.5) % SECTORS;
  const sectors = Array.from({ length: SECTORS }, () => [] as number[]);
  for (const column of used) sectors[sectorOf(column)]!.push(column);
  const parts = sectors.map((chosen) => {
    const held = chosen.filter((column) => weight[column]! > 0);
    const squares = held.reduce((sum, c) => sum + (medians[c]! - radius[c]!) ** 2, 0);
    return { ...equations(chosen), squares, held: held.length };
  });
  const without = (left: number | undefined): number[] => {
    const matrix = Array.from({ length: TERMS }, () => new Float64Array(TERMS));
    const right = new Float64Array(TERMS);
    let [squares, held] = [0, 0];
    parts.forEach((part, i) => {
      if (i === left) return;
      part.matrix.forEach((row, k) => {
        row.forEach((value, l) => (matrix[k]![l]! += value));
      });
      part.right.forEach((value, k) => (right[k]! += value));
      squares += part.squares;
      held += part.held;
    });
    const found = solve({ matrix, right });
    const amplitudes = ORDERS.map((_, i) => Math.hypot(found[4 + 4 * i]!, found[5 + 4 * i]!));
    const meanRadius = found[0]! + half * found[1]!;
    return [...found.subarray(0, 4), meanRadius, Math.sqrt(squares / held), ...amplitudes];
  };
  const whole = without(undefined);
  const replicates = Array.from({ length: SECTORS }, (_, sector) => without(sector));
  const estimates = whole.map((value, i) =>
    estimateOf(
      value,
      replicates.map((each) => each[i]!),
    ),
  );
  const [r0, pitch, offX, offY, meanRadius, rms] = estimates as [
    SpiralEstimate,
    SpiralEstimate,
    SpiralEstimate,
    SpiralEstimate,
    SpiralEstimate,
    SpiralEstimate,
  ];
  const held = used.filter((column) => weight[column]! > 0).length;
  return {
    fit: {
      ...{ pitch, r0, meanRadius, rms, offCentre: [offX, offY] },
      harmonics: ORDERS.map((order, i) => ({
        order,
        amplitude: estimates[6 + i]!,
        crest: Math.atan2(x[5 + 4 * i]!, x[4 + 4 * i]!) / order,
      })),
      held: held / columns,
    },
    ...{ radius, weight },
  };
}

interface Equations {
  readonly matrix: readonly Float64Array[];
  readonly right: Float64Array;
}

/** The jackknife's interval of 95 % from what is found without each block. */
function estimateOf(value: number, without: readonly number[]): SpiralEstimate {
  const n = without.length;
  const mean = without.reduce((sum, each) => sum + each, 0) / n;
  const squares = without.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const half = studentQuantile(n - 1) * Math.sqrt(((n - 1) / n) * squares);
  return { value, interval: [value - half, value + half] };
}
