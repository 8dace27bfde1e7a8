// Robust polynomial fit: iteratively reweighted least squares (IRLS) with Tukey's biweight.
import type { FacePoints } from './height_field.js';

/** The median of the magnitudes of normal noise is this part of its standard deviation. */
const MAD_OF_NORMAL = 0.6744897501960817;
/** Tukey's constant: 95 % of the efficiency of least squares with normal noise. */
export const BIWEIGHT = 4.685;
const FIRST_TURNS = 15;
const MOST_TURNS = 40;

/** A polynomial of two variables, in coordinates that run from −1 to 1. */
export interface Polynomial {
  /** Exponents of u and v. */
  readonly terms: readonly (readonly [number, number])[];
  readonly coefficients: readonly number[];
  readonly centre: readonly [number, number];
  readonly half: readonly [number, number];
}

/** The value of a polynomial at physical coordinates. */
export function valueOf(
  { terms, coefficients, centre, half }: Polynomial,
  u: number,
  v: number,
): number {
  const [x, y] = [(u - centre[0]) / half[0], (v - centre[1]) / half[1]];
  return terms.reduce((sum, [i, j], k) => sum + coefficients[k]! * x ** i * y ** j, 0);
}

/** A fitted polynomial with its residuals. */
export interface Fit {
  readonly polynomial: Polynomial;
  readonly residuals: Float64Array;
  /** Standard deviation of the residuals, or, robust, 1.4826 × the median of their magnitudes. */
  readonly scale: number;
  /** Weights of the points: 1 without `robust`; 0 of outliers. */
  readonly weights: Float64Array;
}

/** Solves a symmetric positive system by elimination; unknowns that nothing determines become 0. */
export function solved(matrix: number[][], right: number[]): number[] {
  const n = right.length;
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const scale = matrix.map((row, i) => row[i]!);
  const isFree: boolean[] = [];
  for (let k = 0; k < n; k++) {
    isFree[k] = !(rows[k]![k]! > 1e-10 * scale[k]!);
    if (isFree[k]) continue;
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i]![k]! / rows[k]![k]!;
      for (let j = k; j <= n; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let k = n - 1; k >= 0; k--) {
    if (isFree[k]) continue;
    let sum = rows[k]![n]!;
    for (let j = k + 1; j < n; j++) sum -= rows[k]![j]! * x[j]!;
    x[k] = sum / rows[k]![k]!;
  }
  return x;
}

export function medianOf(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

/** The scale of residuals that outliers do not spoil, at least the rounding of voxels. */
export function robustScale(residuals: Float64Array, step: number): number {
  return Math.max(step / Math.sqrt(12), medianOf(residuals.map(Math.abs)) / MAD_OF_NORMAL);
}

/**
 * Fits a polynomial of a degree (1: a plane, 2: a quadratic) to the heights of a face. Least
 * squares; with `robust` iteratively reweighted: from least absolute deviations on to Tukey's
 * biweight (c = 4.685, scale 1.4826 × the median magnitude of the residuals, but at least the
 * rounding of voxels, `step` / √12), which leaves outliers out (Holland and Welsch, Commun. Stat. A
 * 6, 1977, 813, https://doi.org/10.1080/03610927708827533). Outgrowths on up to a third of the face
 * do not bend it.
 */
export function fitPolynomial(
  { u, v, height }: FacePoints,
  degree: 1 | 2,
  robust: boolean,
  step: number,
): Fit {
  const span = (values: Float64Array): [number, number] => {
    const low = values.reduce((a, b) => Math.min(a, b), Infinity);
    const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
    return [(low + high) / 2, (high - low) / 2 || 1];
  };
  const [[cu, hu], [cv, hv]] = [span(u), span(v)];
  const terms: (readonly [number, number])[] = [];
  for (let sum = 0; sum <= degree; sum++) for (let j = 0; j <= sum; j++) terms.push([sum - j, j]);
  const n = terms.length;
  const basis = new Float64Array(n * height.length);
  height.forEach((_, p) => {
    const [x, y] = [(u[p]! - cu) / hu, (v[p]! - cv) / hv];
    terms.forEach(([i, j], k) => (basis[n * p + k] = x ** i * y ** j));
  });
  // Heights relative to one of them, so that small differences keep their digits.
  const base = height[0]!;
  const weights = new Float64Array(height.length).fill(1);
  const residuals = new Float64Array(height.length);

  const solve = (): number[] => {
    const matrix = terms.map(() => new Array<number>(n).fill(0));
    const right = new Array<number>(n).fill(0);
    for (let p = 0; p < height.length; p++) {
      const w = weights[p]!;
      if (w === 0) continue;
      for (let k = 0; k < n; k++) {
        const b = w * basis[n * p + k]!;
        right[k]! += b * (height[p]! - base);
        for (let l = k; l < n; l++) matrix[k]![l]! += b * basis[n * p + l]!;
      }
    }
    for (let k = 0; k < n; k++) for (let l = 0; l < k; l++) matrix[k]![l] = matrix[l]![k]!;
    const x = solved(matrix, right);
    for (let p = 0; p < height.length; p++) {
      let value = base;
      for (let k = 0; k < n; k++) value += x[k]! * basis[n * p + k]!;
      residuals[p] = height[p]! - value;
    }
    return x;
  };

  let x = solve();
  let scale = Math.sqrt(residuals.reduce((sum, r) => sum + r * r, 0) / residuals.length);
  const floor = step / Math.sqrt(12);
  for (let turn = 0; robust && turn < FIRST_TURNS + MOST_TURNS; turn++) {
    scale = robustScale(residuals, step);
    residuals.forEach((r, p) => {
      const t = r / (BIWEIGHT * scale);
      weights[p] =
        turn < FIRST_TURNS ? 1 / Math.max(Math.abs(r), floor) : Math.max(0, 1 - t * t) ** 2;
    });
    const before = x;
    x = solve();
    const moved = x.reduce((most, value, k) => Math.max(most, Math.abs(value - before[k]!)), 0);
    if (turn >= FIRST_TURNS && moved < 1e-6 * step) break;
  }
  const coefficients = x.map((value, k) => (k === 0 ? value + base : value));
  return {
    polynomial: { terms, coefficients, centre: [cu, cv], half: [hu, hv] },
    residuals,
    scale,
    weights,
  };
}
