// A line through points of which some lie elsewhere.
import { MAD_TO_SIGMA } from './least_squares.js';
import { medianOf } from './middle_value.js';

/** A line: `at` + `slope` · z. */
export interface Line {
  readonly at: number;
  readonly slope: number;
  /** 1.4826 · median of |residuals|. */
  readonly sigma: number;
}

/** Pairs of points whose slopes are compared at most. */
const MOST_PAIRS = 200_000;

/**
 * The line whose slope is the median of the slopes between all pairs of points, and its height the
 * median of what is left (P. K. Sen, J. Am. Stat. Assoc. 63 (1968) 1379); of many points, pairs of
 * every k-th. A single point gives a level line.
 */
export function robustLine(z: readonly number[], values: readonly number[]): Line {
  const stride = Math.max(1, Math.ceil(z.length / Math.sqrt(2 * MOST_PAIRS)));
  const slopes: number[] = [];
  for (let i = 0; i < z.length; i += stride)
    for (let j = i + stride; j < z.length; j += stride)
      slopes.push((values[j]! - values[i]!) / (z[j]! - z[i]!));
  const slope = slopes.length === 0 ? 0 : medianOf(slopes);
  const at = medianOf(values.map((v, i) => v - slope * z[i]!));
  const sigma = MAD_TO_SIGMA * medianOf(values.map((v, i) => Math.abs(v - at - slope * z[i]!)));
  return { at, slope, sigma };
}
