// Whether a phase drifts along an axis, by columns side by side that vary in step.
import type { Vec3 } from '../recipe/geometry.js';
import { residuals } from './cell_covariance.js';
import type { Cells } from './coarse_cells.js';
import { octantDrift } from './octant_drift.js';
import type { Inhomogeneity } from './slice_variation.js';

/** Columns along each of the two other axes; half as many where neighbours are alike. */
const COLUMNS = 4;
/** Cosines from end to end of the axis that are looked at, and those of them that are a trend. */
const MODES = 16;
const TREND_MODES = 2;
/** The lowest modes, whose noise is about the same. */
const LOW_MODES = 4;
/** What is allowed for columns that are somewhat alike. */
const ALLOWED = Math.exp(0.25);
/** The two axes across each. */
const ACROSS = [
  [1, 2],
  [0, 2],
  [0, 1],
] as const;
/** Ratios from which columns are taken to vary in step. */
const SLICES_FROM = 8;
const TREND_FROM = 14;
/** Octants that differ are worth so many samples. */
const OCTANTS_WORTH = 2;
/** As many half waves and more are layers of a structure, which their covariance tells. */
const MOST_LAYERS = 6;

/** What the columns along an axis have in common. */
interface ProfileDrift {
  /** Power of the modes common to all columns over what columns on their own account for. */
  readonly slices: number;
  /** The same of the first two modes, which rise, fall or bend from end to end. */
  readonly trend: number;
  /** Variance of the common profile along the axis, as a fraction². */
  readonly variance: number;
  /** Root mean square number of half waves of it from end to end, at least 1. */
  readonly layers: number;
}

/** Sums of `values` by column and slice. */
function columnSums(
  values: Float64Array,
  size: Vec3,
  axis: 0 | 1 | 2,
  [first, second]: readonly [number, number],
): Float64Array[] {
  const [a, b] = ACROSS[axis];
  const sums = Array.from({ length: first * second }, () => new Float64Array(size[axis]));
  const at: [number, number, number] = [0, 0, 0];
  for (const value of values) {
    const column =
      Math.floor((at[a] * first) / size[a]) + first * Math.floor((at[b] * second) / size[b]);
    sums[column]![at[axis]]! += value;
    at[0] += 1;
    if (at[0] < size[0]) continue;
    at[0] = 0;
    at[1] += 1;
    if (at[1] < size[1]) continue;
    at[1] = 0;
    at[2] += 1;
  }
  return sums;
}

const sum = (values: Iterable<number>): number => {
  let all = 0;
  for (const value of values) all += value;
  return all;
};

/** Amplitude of a cosine of `mode` half waves. */
function cosineSum(values: Float64Array, mode: number): number {
  let all = 0;
  for (let i = 0; i < values.length; i += 1)
    all += values[i]! * Math.cos((Math.PI * mode * (i + 0.5)) / values.length);
  return all;
}

/** Square of the columns' sum, and its expectation if each varies on its own. */
function squaresOf(amplitudes: readonly number[], shares: readonly number[]): [number, number] {
  const total = sum(amplitudes);
  const about = amplitudes.reduce((all, value, i) => all + (value - shares[i]! * total) ** 2, 0);
  return [total * total, (about * shares.length) / (shares.length - 1)];
}

/** Sums of columns that are joined two by two along both axes. */
function joined(columns: readonly number[], [first, second]: readonly [number, number]): number[] {
  const wide = Math.ceil(first / 2);
  const out = Array.from({ length: wide * Math.ceil(second / 2) }, () => 0);
  columns.forEach((value, i) => {
    out[Math.floor(Math.floor(i / first) / 2) * wide + ((i % first) >> 1)]! += value;
  });
  return out;
}

/** The drift along an axis, of residuals r of the cells; undefined where columns are too few. */
function profileDrift(
  { size, n }: Cells,
  r: Float64Array,
  axis: 0 | 1 | 2,
): ProfileDrift | undefined {
  const [a, b] = ACROSS[axis];
  const counts = [Math.min(COLUMNS, size[a]), Math.min(COLUMNS, size[b])] as const;
  const modes = Math.min(MODES, size[axis] - 1);
  if (counts[0] * counts[1] < COLUMNS || modes < LOW_MODES) return undefined;
  const total = sum(n);
  const shares = columnSums(n, size, axis, counts).map((column) => sum(column) / total);
  const columns = columnSums(r, size, axis, counts);
  const wideShares = joined(shares, counts);
  const found = Array.from({ length: modes }, (_, i) => {
    const amplitudes = columns.map((column) => cosineSum(column, i + 1));
    const [square, narrow] = squaresOf(amplitudes, shares);
    // Where the structure is longer than a column is wide, wider ones tell more.
    const wide = wideShares.length < 2 ? 0 : squaresOf(joined(amplitudes, counts), wideShares)[1];
    return { square, narrow, wide };
  });
  const low = found.slice(0, LOW_MODES);
  const pooled = sum(low.map(({ wide }) => wide)) / low.length;
  let [common, alone, trend, variance, squares] = [0, 0, 0, 0, 0];
  for (const [i, { square, narrow, wide }] of found.entries()) {
    const expected = ALLOWED * Math.max(narrow, wide, i < LOW_MODES ? pooled : 0);
    common += square;
    alone += expected;
    if (i < TREND_MODES) trend += square / expected / TREND_MODES;
    const power = (2 * (square - expected)) / total ** 2;
    variance += power;
    squares += (i + 1) ** 2 * power;
  }
  return {
    slices: common / alone,
    trend,
    variance,
    layers: Math.sqrt(Math.max(1, squares / variance)),
  };
}

/** Drifts along axes, and what they do to the variance of the mean. */
export interface Drifts {
  readonly found: readonly Inhomogeneity[];
  /** Variance of the mean, if each half wave of a profile is one sample; a fraction². */
  readonly variance: number;
  /** Variance of the logarithm of an estimate from so few samples. */
  readonly spread: number;
}

/**
 * Axes along which all columns vary in step, in few layers: a step, a rise, a band. The covariance
 * cannot tell them, since it takes slices that are alike for a structure that goes on across them.
 */
export function profileDrifts(cells: Cells, phi: number): Drifts {
  const r = residuals(cells, phi);
  const found: Inhomogeneity[] = [];
  let [variance, spread] = [0, 0];
  for (const [i, axis] of (['x', 'y', 'z'] as const).entries()) {
    const drift = profileDrift(cells, r, i as 0 | 1 | 2);
    if (drift === undefined || drift.layers >= MOST_LAYERS) continue;
    const isTrend = drift.trend > TREND_FROM;
    if (!isTrend && !(drift.slices > SLICES_FROM)) continue;
    found.push({
      axis,
      of: isTrend ? 'trend' : 'slices',
      ratio: isTrend ? drift.trend : drift.slices,
    });
    variance += drift.variance / drift.layers;
    spread = Math.max(spread, 2 / drift.layers);
  }
  const octants = octantDrift(cells, r);
  if (octants !== undefined) {
    found.push(octants.found);
    variance = Math.max(variance, octants.variance / OCTANTS_WORTH);
    spread = Math.max(spread, 2 / OCTANTS_WORTH);
  }
  return { found, variance, spread };
}
