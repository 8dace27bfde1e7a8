// Intervals of a fraction whose variance is itself uncertain.
import { NORMAL_QUANTILE } from './distributions/normal.js';

/** Beyond it the quantile is that of a spread of 2. */
const MOST_SPREAD = 2;

/**
 * 97.5 % quantile of a normal variable whose variance is log-normal with a standard deviation of
 * its logarithm up to 2: within 0.02 of the integral over that.
 */
export function mixedQuantile(spread: number): number {
  const x = Math.min(spread, MOST_SPREAD) ** 2;
  return NORMAL_QUANTILE * Math.exp(x * (0.34174803 + x * (-0.0465782 + x * 0.00443761)));
}

/**
 * Wilson's interval (J. Am. Stat. Assoc. 22 (1927) 209): the fractions p from which `phi` is at
 * most `quantile` standard deviations √(p (1 − p) · variance).
 */
export function scoreInterval(
  phi: number,
  variance: number,
  quantile: number,
): readonly [lo: number, hi: number] {
  const z2 = quantile * quantile * variance;
  const centre = (phi + z2 / 2) / (1 + z2);
  const half = Math.sqrt(z2 * phi * (1 - phi) + (z2 * z2) / 4) / (1 + z2);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
