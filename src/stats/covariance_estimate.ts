// Variance of a fraction from its covariance, with what is known of that estimate.
import { lagSums } from './cell_covariance.js';
import type { Cells } from './coarse_cells.js';
import { covarianceReach, windowSums, type WindowSums } from './covariance_window.js';
import { profileDrifts } from './profile_drift.js';
import { inhomogeneities, widening, type Inhomogeneity } from './slice_variation.js';

/** Windows in standard deviations of the reach. */
const WINDOWS = [1.5, 2, 2.5, 2.75, 3, 3.5, 4] as const;
/** So many of them are narrow: the sum over one of these stands in where it is larger. */
const NARROW = 2;
/** The window is as large as holds this part of all pairs, from 2.75 to 4 deviations. */
const PART = 0.1;
const LEAST_WINDOW = 2.75;
const LAST_WINDOW = WINDOWS.at(-1)!;
/** Beyond it nothing is left to tell the mean from. */
const MOST_PART = 0.9;
/** Logarithm of what is allowed for covariance beyond the window. */
const BEYOND = 0.25;
/** Standard deviation of the logarithm of what is beyond it, from one structure to another. */
const STRUCTURES = 0.35;
/** The noise of a sum over a window over that of independent cells. */
const NOISE = 1.5;

/** The variance of a fraction φ, over φ (1 − φ). */
export interface VarianceEstimate {
  /** 1 / effective samples. */
  readonly variance: number;
  /** Standard deviation of its logarithm. */
  readonly spread: number;
  /** What speaks against a volume that is the same all over; the variance is widened by it. */
  readonly found: readonly Inhomogeneity[];
}

const between = (a: number, b: number, t: number): number => a + t * (b - a);

/** The sums of a window between two that were summed. */
function sumsAt(sums: readonly WindowSums[], window: number): WindowSums {
  const above = WINDOWS.findIndex((w) => w >= window);
  const t = (window - WINDOWS[above - 1]!) / (WINDOWS[above]! - WINDOWS[above - 1]!);
  const [a, b] = [sums[above - 1]!, sums[above]!];
  return {
    variance: between(a.variance, b.variance, t),
    part: between(a.part, b.part, t),
    square: between(a.square, b.square, t),
  };
}

/** The window that holds the wanted part of all pairs. */
function chosenWindow(sums: readonly WindowSums[]): number {
  const above = sums.findIndex(({ part }) => part >= PART);
  if (above < 0) return LAST_WINDOW;
  if (above === 0) return LEAST_WINDOW;
  const [a, b] = [sums[above - 1]!.part, sums[above]!.part];
  const window = between(WINDOWS[above - 1]!, WINDOWS[above]!, (PART - a) / (b - a));
  return Math.max(LEAST_WINDOW, window);
}

const isNew =
  (found: readonly Inhomogeneity[]) =>
  ({ axis, of }: Inhomogeneity): boolean =>
    !found.some((other) => other.axis === axis && other.of === of);

/**
 * The variance of a fraction, from sums of products of cells within an ellipsoid that follows the
 * covariance; null where that reaches across the volume or adds up to nothing. `beyond` is the
 * logarithm of what is allowed for covariance beyond the ellipsoid.
 */
export function varianceOf(
  cells: Cells,
  phi: number,
  total: number,
  beyond = BEYOND,
): VarianceEstimate | null {
  const lags = lagSums(cells, phi, total);
  const reach = covarianceReach(lags);
  const sums = windowSums(lags, reach, WINDOWS);
  const { part, square, variance: chosen } = sumsAt(sums, chosenWindow(sums));
  if (part >= MOST_PART) return null;
  // Products about the sample's own mean are too small by the variance of that mean. Where objects
  // keep their distance, wide sums are next to nothing, or noise below it: a narrower one is safe.
  const variance = Math.max(
    chosen / (1 - part),
    ...sums.slice(0, NARROW).map((sum) => sum.variance / (1 - sum.part)),
  );
  if (!(variance > 0)) return null;
  const allowed = Math.exp(beyond);
  const differing = inhomogeneities(cells, lags, reach, phi, allowed);
  const drifts = profileDrifts(cells, phi);
  return {
    variance: Math.max(
      allowed * widening(differing) * variance,
      drifts.variance / (phi * (1 - phi)),
    ),
    spread: Math.sqrt(
      STRUCTURES ** 2 + Math.max((2 * NOISE * square) / (1 - part) ** 2, drifts.spread),
    ),
    found: [...differing, ...drifts.found.filter(isNew(differing))],
  };
}
