// A spiral with an off-centre and an oval part, fitted to a wound sheet.
import { invalidArgument } from '../recipe/errors.js';
import { BIWEIGHT, robustScale, solved } from '../structure/polynomial_fit.js';
import type { WindingsData } from './windings_data.js';

/** A radius and its first and second derivative by the column. */
export interface RadiusAt {
  readonly radius: number;
  readonly slope: number;
  readonly bend: number;
}

/** A fitted spiral. */
export interface Spiral {
  /** Growth of the radius in a turn, in the unit. */
  readonly pitch: number;
  /** Robust standard deviation of the columns' mean radii from it, in the unit. */
  readonly scale: number;
  /** Its radius at a column, whole or not. */
  at(column: number): RadiusAt;
}

const FIRST_TURNS = 15;
const MOST_TURNS = 60;

/**
 * The functions of the column that are fitted, with their derivatives by the turn: a line, the
 * first harmonic for an axis that lies beside the roll's, and the second, growing with the radius,
 * for ovality. Sheets of few turns cannot tell all of them from a line.
 */
function basisAt(turn: number, phase: number, terms: number): readonly (readonly number[])[] {
  const w = 2 * Math.PI;
  const [c, s] = [Math.cos(w * phase), Math.sin(w * phase)];
  const [c2, s2] = [Math.cos(2 * w * phase), Math.sin(2 * w * phase)];
  const all = [
    [1, 0, 0],
    [turn, 1, 0],
    [c, -w * s, -w * w * c],
    [s, w * c, -w * w * s],
    [c2, -2 * w * s2, -4 * w * w * c2],
    [s2, 2 * w * c2, -4 * w * w * s2],
    [turn * c2, c2 - 2 * w * turn * s2, -4 * w * s2 - 4 * w * w * turn * c2],
    [turn * s2, s2 + 2 * w * turn * c2, 4 * w * c2 - 4 * w * w * turn * s2],
  ];
  return all.slice(0, terms);
}

/** The mean radius of each column that was seen, with its column. */
function columnMeans({ columns, rows, middle }: WindingsData): {
  readonly column: number[];
  readonly radius: number[];
} {
  const [column, radius]: [number[], number[]] = [[], []];
  for (let c = 0; c < columns; c += 1) {
    let [sum, seen] = [0, 0];
    for (let row = 0; row < rows; row += 1) {
      const r = middle[row * columns + c]!;
      if (Number.isNaN(r)) continue;
      sum += r;
      seen += 1;
    }
    if (seen === 0) continue;
    column.push(c);
    radius.push(sum / seen);
  }
  return { column, radius };
}

/**
 * Fits r = a + p · turn + harmonics to the mean radii of columns by iteratively reweighted least
 * squares, from least absolute deviations on to Tukey's biweight (Holland and Welsch 1977,
 * https://doi.org/10.1080/03610927708827533): turns that have fallen into the core, wrinkles and
 * gaps on up to a third of the columns do not bend it. The terms: a line; from 1½ turns on the
 * first harmonic; from 3 turns on the second, constant and growing by the turn.
 */
export function fitSpiral(windings: WindingsData): Spiral {
  const { angles, firstColumn, columns } = windings;
  const { column, radius } = columnMeans(windings);
  const turns = columns / angles;
  const terms = turns < 1.5 ? 2 : turns < 3 ? 4 : 8;
  if (column.length < 2 * terms)
    throw invalidArgument(
      'windings',
      'middle',
      `seen in ${String(column.length)} columns`,
      `a sheet that is seen in ${String(2 * terms)} columns or more`,
    );
  const place = (c: number) => basisAt(c / angles, (firstColumn + c) / angles, terms);
  const basis = column.map((c) => place(c).map(([value]) => value!));
  // What is below a thousandth of the radius does not matter to the weights.
  const step = (1e-3 * radius.reduce((a, b) => a + b, 0)) / radius.length;
  const residuals = new Float64Array(radius.length);
  const weights = new Float64Array(radius.length).fill(1);
  const solve = (): number[] => {
    const matrix = basis[0]!.map(() => new Array<number>(terms).fill(0));
    const right = new Array<number>(terms).fill(0);
    basis.forEach((row, i) => {
      for (let k = 0; k < terms; k += 1) {
        const b = weights[i]! * row[k]!;
        right[k]! += b * radius[i]!;
        for (let l = 0; l < terms; l += 1) matrix[k]![l]! += b * row[l]!;
      }
    });
    const x = solved(matrix, right);
    basis.forEach((row, i) => {
      residuals[i] = radius[i]! - row.reduce((sum, b, k) => sum + b * x[k]!, 0);
    });
    return x;
  };
  let x = solve();
  for (let turn = 0; turn < FIRST_TURNS + MOST_TURNS; turn += 1) {
    const scale = robustScale(residuals, step);
    residuals.forEach((r, i) => {
      const t = r / (BIWEIGHT * scale);
      weights[i] =
        turn < FIRST_TURNS ? 1 / Math.max(Math.abs(r), 0.1 * step) : Math.max(0, 1 - t * t) ** 2;
    });
    const before = x;
    x = solve();
    const moved = x.reduce((most, value, k) => Math.max(most, Math.abs(value - before[k]!)), 0);
    if (turn >= FIRST_TURNS && moved < 1e-9 * step) break;
  }
  return {
    pitch: x[1]!,
    scale: robustScale(residuals, 0),
    at(c) {
      const sums = [0, 0, 0];
      place(c).forEach((each, k) => {
        each.forEach((value, order) => {
          sums[order]! += value * x[k]!;
        });
      });
      return { radius: sums[0]!, slope: sums[1]! / angles, bend: sums[2]! / angles ** 2 };
    },
  };
}
