// Whether a phase is the same all over: slices against what the covariance near the origin says.
import { type Axis, type Vec3 } from '../recipe/geometry.js';
import { residuals, visitLags, type LagSums } from './cell_covariance.js';
import type { Cells } from './coarse_cells.js';
import { boxAround, squaredIn, windowWeight, type Reach } from './covariance_window.js';
import { chiSquareRatio } from './distributions/normal.js';

/** Something in which parts of a volume differ more than they should. */
export interface Inhomogeneity {
  /** The axis across which the slices lie; of octants the one along which they differ most. */
  readonly axis: Axis;
  /**
   * 'slices': their fractions vary; 'trend': they rise, fall or bend from end to end; 'octants':
   * the eight octants differ (quadrants of an image).
   */
  readonly of: 'slices' | 'trend' | 'octants';
  /**
   * Their variance over what it would be in a volume that is the same all over; Infinity where
   * nothing varies within them.
   */
  readonly ratio: number;
}

/** Deviations of the normal distribution for 0.2 %, one-sided, and for 0.02 %. */
const SLICES_AT = 2.878;
const TREND_AT = 3.54;
/** The window, in standard deviations of the reach. */
const WINDOW = 3;

/** Covariance of two slices across each axis by their distance in cells, times their pairs. */
function sliceCovariances(lags: LagSums, reach: Reach): readonly Float64Array[] {
  const { products, pairs, total, size } = lags;
  const byLag = () => size.map((n) => new Float64Array(n));
  const [productsX, productsY, productsZ] = byLag() as [Float64Array, Float64Array, Float64Array];
  const [pairsX, pairsY, pairsZ] = byLag() as [Float64Array, Float64Array, Float64Array];
  let [product, pair] = [0, 0];
  visitLags(lags, boxAround(lags, reach, WINDOW + 0.5), (at, times, x, y, z) => {
    const weight = times * windowWeight(Math.sqrt(squaredIn(reach, x, y, z)), WINDOW);
    if (weight === 0) return;
    const p = weight * products[at]!;
    const n = weight * pairs[at]!;
    product += p;
    pair += n;
    // Offsets and their opposites, of which one at a time is visited.
    productsX[Math.abs(x)]! += x === 0 ? p : p / 2;
    productsY[Math.abs(y)]! += y === 0 ? p : p / 2;
    productsZ[z]! += z === 0 ? p : p / 2;
    pairsX[Math.abs(x)]! += x === 0 ? n : n / 2;
    pairsY[Math.abs(y)]! += y === 0 ? n : n / 2;
    pairsZ[z]! += z === 0 ? n : n / 2;
  });
  // The covariance is too small by the variance of the mean.
  const offset = total * total > pair ? product / (total * total - pair) : 0;
  const covariance = (p: Float64Array, n: Float64Array): Float64Array =>
    p.map((value, lag) => value + offset * n[lag]!);
  return [
    covariance(productsX, pairsX),
    covariance(productsY, pairsY),
    covariance(productsZ, pairsZ),
  ];
}

/** Sums over the slices across an axis. */
function sliceSums(values: Float64Array, size: Vec3, axis: 0 | 1 | 2): Float64Array {
  const sums = new Float64Array(size[axis]);
  const stride = [1, size[0], size[0] * size[1]][axis]!;
  values.forEach((value, i) => (sums[Math.floor(i / stride) % size[axis]]! += value));
  return sums;
}

/** A form's value on slices, and what is expected of it. */
interface Tested {
  readonly ratio: number;
  readonly freedom: number;
}

/** Slices of one axis: their variance, and their linear and quadratic parts. */
function testsOf(
  r: Float64Array,
  n: Float64Array,
  covariance: Float64Array,
  inflation: number,
): { readonly slices: Tested; readonly trend: Tested } | undefined {
  const count = r.length;
  const total = n.reduce((a, b) => a + b, 0);
  const pairsAt = Float64Array.from({ length: count }, (_, lag) => {
    let sum = 0;
    for (let i = lag; i < count; i += 1) sum += n[i]! * n[i - lag]!;
    return sum;
  });
  // Covariance of the slices' sums about their own mean: P K Pᵀ with P = 1 − n 1ᵀ / N.
  const k = (i: number, j: number): number => {
    const lag = Math.abs(i - j);
    return pairsAt[lag] === 0 ? 0 : (inflation * n[i]! * n[j]! * covariance[lag]!) / pairsAt[lag]!;
  };
  const rows = Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < count; j += 1) sum += k(i, j);
    return sum;
  });
  const all = rows.reduce((a, b) => a + b, 0);
  const about = (i: number, j: number): number =>
    k(i, j) -
    (n[i]! * rows[j]!) / total -
    (n[j]! * rows[i]!) / total +
    (n[i]! * n[j]! * all) / total ** 2;
  const moment = (f: (i: number) => number): number => {
    let sum = 0;
    for (let i = 0; i < count; i += 1) sum += f(i);
    return sum;
  };
  const centred = (f: (i: number) => number): number[] => {
    const mean = moment((i) => n[i]! * f(i)) / total;
    return Array.from({ length: count }, (_, i) => f(i) - mean);
  };
  const line = centred((i) => (2 * i) / (count - 1) - 1);
  const bend = centred((i) => ((2 * i) / (count - 1) - 1) ** 2);
  let [trace, squares] = [0, 0];
  const expected = [0, 0];
  for (let i = 0; i < count; i += 1)
    for (let j = 0; j < count; j += 1) {
      const value = about(i, j);
      if (i === j) trace += value;
      squares += value * value;
      expected[0]! += line[i]! * value * line[j]!;
      expected[1]! += bend[i]! * value * bend[j]!;
    }
  if (!(trace > 0) || !(expected[0]! > 0) || !(expected[1]! > 0)) return undefined;
  const of = (form: readonly number[]): number => moment((i) => r[i]! * form[i]!) ** 2;
  return {
    slices: { ratio: moment((i) => r[i]! ** 2) / trace, freedom: trace ** 2 / squares },
    trend: { ratio: (of(line) / expected[0]! + of(bend) / expected[1]!) / 2, freedom: 2 },
  };
}

/**
 * Where slices of cells vary more than the covariance near the origin accounts for, if that is
 * taken `inflation` times as large. Two tests per axis: the variance of all slices, and what of it
 * is linear or quadratic along the axis.
 */
export function inhomogeneities(
  cells: Cells,
  lags: LagSums,
  reach: Reach,
  phi: number,
  inflation: number,
): Inhomogeneity[] {
  const r = residuals(cells, phi);
  const found: Inhomogeneity[] = [];
  const covariances = sliceCovariances(lags, reach);
  for (const [i, axis] of (['x', 'y', 'z'] as const).entries()) {
    const at = i as 0 | 1 | 2;
    if (cells.size[at] < 4) continue;
    const tests = testsOf(
      sliceSums(r, cells.size, at),
      sliceSums(cells.n, cells.size, at),
      covariances[at]!,
      inflation,
    );
    if (tests === undefined) continue;
    const { slices, trend } = tests;
    if (slices.ratio > chiSquareRatio(slices.freedom, SLICES_AT))
      found.push({ axis, of: 'slices', ratio: slices.ratio });
    if (trend.ratio > chiSquareRatio(trend.freedom, TREND_AT))
      found.push({ axis, of: 'trend', ratio: trend.ratio });
  }
  return found;
}

/** The greatest ratio found, at least 1. */
export function widening(found: readonly Inhomogeneity[]): number {
  return Math.max(1, ...found.map(({ ratio }) => ratio));
}

const WORDS = {
  trend: 'a trend along',
  slices: 'slices differ along',
  octants: 'octants differ, most along',
} as const;

/** What was found, in words. */
export function inhomogeneityWords(found: readonly Inhomogeneity[]): string {
  return [...new Set(found.map(({ axis, of }) => `${WORDS[of]} ${axis}`))].join(', ');
}
