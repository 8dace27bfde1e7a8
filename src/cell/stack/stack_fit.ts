// A smooth surface through all sheets of a stack at once.
import { studentQuantile } from '../../stats/distributions/mean.js';
import { BIWEIGHT, robustScale, solved } from '../../structure/polynomial_fit.js';
import { middleValue } from '../middle_value.js';
import type { SpiralEstimate } from '../spiral_fit.js';
import type { SheetsData } from './sheets_data.js';

/** The surfaces that fit the sheets of a stack, and what they say of it. */
export interface StackFit {
  /** Distance of the middles of two sheets along their normal, in the unit of length. */
  readonly pitch: SpiralEstimate;
  /** How far sheets rise along the axis per length along u and v, in the middle of the stack. */
  readonly slope: readonly [u: SpiralEstimate, v: SpiralEstimate];
  /** How far the middle of the stack stands out before the ends of u and of v, along the axis. */
  readonly bow: readonly [u: SpiralEstimate, v: SpiralEstimate];
  /** Root mean square of what the fit leaves, over the blocks that it holds. */
  readonly rms: SpiralEstimate;
  /** Part of the blocks that the fit holds: others weigh nothing, such as sheets that bulge. */
  readonly held: number;
}

/** The surface of a sheet at cells, whole or not, with its slopes and bends by the cell. */
export interface SurfaceAt {
  readonly height: number;
  readonly slopeU: number;
  readonly slopeV: number;
  readonly bendUU: number;
  readonly bendUV: number;
  readonly bendVV: number;
}

/** A fit with what others need of it. */
export interface FittedStack {
  readonly fit: StackFit;
  /** The fitted surface of a sheet at (column, row). */
  at(sheet: number, column: number, row: number): SurfaceAt;
}

/** Blocks along u and v of which medians are taken, and of which groups are left out. */
const BLOCKS = 24;
const GROUPS = 6;
/** 1, a, b, a², ab, b² of the place in the sheet, each constant and growing by the sheet. */
const TERMS = 12;
const LEAST_STEPS = 12;
const MOST_STEPS = 40;

/** A block of a sheet: its place, the median of its middles, and the group that it is of. */
interface Block {
  readonly basis: readonly number[];
  readonly sheet: number;
  readonly height: number;
  readonly group: number;
}

/** The place of an index among so many, from −1 to 1. */
function centred(index: number, count: number): number {
  return count > 1 ? (2 * index) / (count - 1) - 1 : 0;
}

function basisOf(a: number, b: number, k: number): readonly number[] {
  const own = [1, a, b, a * a, a * b, b * b];
  return [...own, ...own.map((each) => k * each)];
}

function blocksOf({ sheets, columns, rows, middle }: SheetsData): readonly Block[] {
  const [across, down] = [Math.min(BLOCKS, columns), Math.min(BLOCKS, rows)];
  const edge = (i: number, n: number, count: number): number => Math.floor((i * count) / n);
  const values = new Float64Array(Math.ceil(columns / across + 1) * Math.ceil(rows / down + 1));
  const blocks: Block[] = [];
  for (let sheet = 0; sheet < sheets; sheet += 1)
    for (let j = 0; j < down; j += 1)
      for (let i = 0; i < across; i += 1) {
        let [n, sumColumn, sumRow] = [0, 0, 0];
        for (let row = edge(j, down, rows); row < edge(j + 1, down, rows); row += 1)
          for (let c = edge(i, across, columns); c < edge(i + 1, across, columns); c += 1) {
            const height = middle[(sheet * rows + row) * columns + c]!;
            if (Number.isNaN(height)) continue;
            values[n++] = height;
            sumColumn += c;
            sumRow += row;
          }
        if (n === 0) continue;
        const place = [centred(sumColumn / n, columns), centred(sumRow / n, rows)] as const;
        blocks.push({
          basis: basisOf(place[0], place[1], centred(sheet, sheets)),
          ...{ sheet, height: middleValue(values, n) },
          group: edge(j, down, GROUPS) * GROUPS + edge(i, across, GROUPS),
        });
      }
  return blocks;
}

/**
 * Fits height = f(a, b) + k · g(a, b) to all sheets k at once, f and g quadratics of the place in
 * the sheet: to medians over blocks of cells, by iteratively reweighted least squares, from least
 * absolute deviations on to Tukey's biweight (c = 4.685). What does not follow, such as a bulge,
 * weighs nothing. Intervals are of the jackknife over 36 blocks of the sheets' area, each with all
 * sheets in it; that of the pitch has besides how far single sheets lie from their place, to a
 * voxel.
 */
export function fitStack(data: SheetsData): FittedStack {
  const { sheets, columns, rows, u, v, voxel } = data;
  const blocks = blocksOf(data);
  const weight = new Float64Array(blocks.length).fill(1);
  const residuals = new Float64Array(blocks.length);
  const equations = (isIn: (block: Block) => boolean): Equations => {
    const matrix = Array.from({ length: TERMS }, () => new Array<number>(TERMS).fill(0));
    const right = new Array<number>(TERMS).fill(0);
    blocks.forEach((block, i) => {
      const w = weight[i]!;
      if (w === 0 || !isIn(block)) return;
      block.basis.forEach((each, k) => {
        right[k]! += w * each * block.height;
        for (let l = 0; l < TERMS; l += 1) matrix[k]![l]! += w * each * block.basis[l]!;
      });
    });
    return { matrix, right };
  };
  const settle = (x: readonly number[]): void => {
    blocks.forEach(({ basis, height }, i) => {
      residuals[i] = height - basis.reduce((sum, each, k) => sum + each * x[k]!, 0);
    });
  };
  const solve = ({ matrix, right }: Equations): number[] => solved(matrix, right);
  let x = solve(equations(() => true));
  settle(x);
  const floor = voxel / Math.sqrt(12);
  for (let turn = 0; turn < LEAST_STEPS + MOST_STEPS; turn += 1) {
    const scale = robustScale(residuals, voxel / 2);
    residuals.forEach((residual, i) => {
      const t = residual / (BIWEIGHT * scale);
      weight[i] =
        turn < LEAST_STEPS
          ? floor / Math.max(Math.abs(residual), floor)
          : Math.max(0, 1 - t * t) ** 2;
    });
    const before = x;
    x = solve(equations(() => true));
    settle(x);
    const moved = x.reduce((most, value, k) => Math.max(most, Math.abs(value - before[k]!)), 0);
    if (turn >= LEAST_STEPS && moved < 1e-7 * voxel) break;
  }

  const perColumn = columns > 1 ? 2 / (columns - 1) : 0;
  const perRow = rows > 1 ? 2 / (rows - 1) : 0;
  const perSheet = sheets > 1 ? 2 / (sheets - 1) : 0;
  /** Pitch, slopes, bows and rms of the blocks that are not of a group. */
  const numbersOf = (found: readonly number[], left?: number): number[] => {
    let [squares, held] = [0, 0];
    blocks.forEach(({ group }, i) => {
      if (group === left || weight[i] === 0) return;
      squares += residuals[i]! ** 2;
      held += 1;
    });
    const slopeU = (found[1]! * perColumn) / u.step;
    const slopeV = (found[2]! * perRow) / v.step;
    // The mean of a² and of b² over the sheet is a third.
    const along = perSheet * (found[6]! + (found[9]! + found[11]!) / 3);
    const pitch = along / Math.hypot(1, slopeU, slopeV);
    return [pitch, slopeU, slopeV, -found[3]!, -found[5]!, Math.sqrt(squares / held)];
  };
  const parts = Array.from({ length: GROUPS * GROUPS }, (_, group) => group)
    .filter((group) => blocks.some((block) => block.group === group))
    .map((group) => ({ group, own: equations((block) => block.group === group) }));
  const whole = equations(() => true);
  const replicates = parts.map(({ group, own }) => {
    const matrix = whole.matrix.map((row, k) => row.map((each, l) => each - own.matrix[k]![l]!));
    return numbersOf(
      solve({ matrix, right: whole.right.map((each, k) => each - own.right[k]!) }),
      group,
    );
  });
  const ofSheets = sheetError(blocks, residuals, weight, sheets);
  const estimates = numbersOf(x).map((value, i) => {
    const own = jackknife(replicates.map((each) => each[i]!));
    return around(value, i === 0 ? Math.hypot(own, ofSheets) : own);
  });
  const [pitch, slopeU, slopeV, bowU, bowV, rms] = estimates as [
    SpiralEstimate,
    SpiralEstimate,
    SpiralEstimate,
    SpiralEstimate,
    SpiralEstimate,
    SpiralEstimate,
  ];
  const held = weight.reduce((n, each) => n + Number(each > 0), 0) / blocks.length;
  return {
    fit: { pitch, slope: [slopeU, slopeV], bow: [bowU, bowV], rms, held },
    at(sheet, column, row) {
      const [a, b, k] = [centred(column, columns), centred(row, rows), centred(sheet, sheets)];
      const [c0, c1, c2, c3, c4, c5] = [0, 1, 2, 3, 4, 5].map((i) => x[i]! + k * x[i + 6]!) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      return {
        height: c0 + c1 * a + c2 * b + c3 * a * a + c4 * a * b + c5 * b * b,
        slopeU: perColumn * (c1 + 2 * c3 * a + c4 * b),
        slopeV: perRow * (c2 + c4 * a + 2 * c5 * b),
        bendUU: 2 * c3 * perColumn ** 2,
        bendUV: c4 * perColumn * perRow,
        bendVV: 2 * c5 * perRow ** 2,
      };
    },
  };
}

interface Equations {
  readonly matrix: number[][];
  readonly right: number[];
}

function around(value: number, half: number): SpiralEstimate {
  return { value, interval: [value - half, value + half] };
}

/** Half of the jackknife's interval of 95 % from what is found without each group. */
function jackknife(without: readonly number[]): number {
  const n = without.length;
  const mean = without.reduce((sum, each) => sum + each, 0) / n;
  const squares = without.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return studentQuantile(n - 1) * Math.sqrt(((n - 1) / n) * squares);
}

/** Half of the interval of the sheets' distance by how far single sheets lie from their place. */
function sheetError(
  blocks: readonly Block[],
  residuals: Float64Array,
  weight: Float64Array,
  sheets: number,
): number {
  const [sums, weights] = [new Float64Array(sheets), new Float64Array(sheets)];
  blocks.forEach(({ sheet }, i) => {
    sums[sheet]! += weight[i]! * residuals[i]!;
    weights[sheet]! += weight[i]!;
  });
  const seen = Array.from(weights.keys()).filter((sheet) => weights[sheet]! > 0);
  const n = seen.length;
  if (n < 3) return NaN;
  const mean = seen.reduce((sum, sheet) => sum + sheet, 0) / n;
  const spread = seen.reduce((sum, sheet) => sum + (sheet - mean) ** 2, 0);
  const squares = seen.reduce((sum, sheet) => sum + (sums[sheet]! / weights[sheet]!) ** 2, 0);
  return studentQuantile(n - 2) * Math.sqrt(squares / (n - 2) / spread);
}
