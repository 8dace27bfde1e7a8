// Background fit: weighted least squares of a polynomial surface with a level per class.
import { TERMS, termsOfDegree } from './slice_correction.js';

/** The mean of one class of voxels in one tile. */
export interface TileMean {
  /** Place of the tile's centre, from −1 to 1 across the slice. */
  readonly x: number;
  readonly y: number;
  readonly mean: number;
  readonly count: number;
  /** 0 or 1. */
  readonly group: number;
}

/** The terms of a polynomial of degree 3 at a place. */
function termsAt(x: number, y: number): readonly number[] {
  return [1, x, y, x * x, x * y, y * y, x * x * x, x * x * y, x * y * y, y * y * y];
}

/** Means of the terms over the slice −1 … 1. */
const MEANS = [1, 0, 0, 1 / 3, 0, 1 / 3, 0, 0, 0, 0] as const;

/** Solves a symmetric system by elimination; unknowns that nothing is known of are 0. */
export function solveSymmetric(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const n = right.length;
  const rows = matrix.map((row) => Float64Array.from(row));
  const b = Float64Array.from(right);
  const scale = Math.max(...rows.map((row, i) => row[i]!), 0);
  for (let k = 0; k < n; k += 1) {
    // The matrix is positive semidefinite, so its diagonal will do for pivots.
    if (rows[k]![k]! <= 1e-10 * scale) {
      for (let i = 0; i < n; i += 1) rows[i]![k] = rows[k]![i] = 0;
      b[k] = 0;
      continue;
    }
    for (let i = k + 1; i < n; i += 1) {
      const factor = rows[i]![k]! / rows[k]![k]!;
      for (let j = k; j < n; j += 1) rows[i]![j]! -= factor * rows[k]![j]!;
      b[i]! -= factor * b[k]!;
    }
  }
  for (let k = n - 1; k >= 0; k -= 1) {
    if (rows[k]![k] === 0) continue;
    for (let j = k + 1; j < n; j += 1) b[k]! -= rows[k]![j]! * b[j]!;
    b[k]! /= rows[k]![k]!;
  }
  return b;
}

/**
 * The polynomial of a degree that, with a level for each group, fits the means of tiles best by
 * weighted least squares; of mean 0 over the slice.
 */
export function fitBackground(tiles: readonly TileMean[], degree: number): Float64Array {
  const terms = termsOfDegree(degree) - 1;
  const n = terms + 2;
  const matrix = Array.from({ length: n }, () => new Float64Array(n));
  const right = new Float64Array(n);
  for (const { x, y, mean, count, group } of tiles) {
    const values = [...termsAt(x, y).slice(1, terms + 1), 1 - group, group];
    for (let i = 0; i < n; i += 1) {
      right[i]! += count * values[i]! * mean;
      for (let j = 0; j < n; j += 1) matrix[i]![j]! += count * values[i]! * values[j]!;
    }
  }
  // Levels first, so that a slice too small to know a slope gets none.
  const order = [terms, terms + 1, ...Array.from({ length: terms }, (_, i) => i)];
  const solved = solveSymmetric(
    order.map((i) => Float64Array.from(order, (j) => matrix[i]![j]!)),
    Float64Array.from(order, (i) => right[i]!),
  );
  const found = new Float64Array(TERMS);
  for (let i = 0; i < terms; i += 1) {
    found[i + 1] = solved[i + 2]!;
    found[0]! -= solved[i + 2]! * MEANS[i + 1]!;
  }
  return found;
}
