// Diameters at which a cumulative size curve is given.
import type { Range } from '../stats/range.js';
import { refuseEndless } from './endless.js';
import { DEFAULT_DIAMETERS } from './size_curve.js';

/** The diameters asked for, or the default ones; none of an empty phase. */
export function diametersOf(
  given: readonly number[] | null,
  range: Range,
  spacing: readonly number[],
): readonly number[] {
  refuseEndless('sizeCurve', range.infinite);
  if (given !== null) return given;
  if (!(range.max > 0)) return [];
  const least = Math.min(...spacing, range.max);
  const ratio = range.max / least;
  if (ratio < 1 + 1e-9) return [range.max];
  return Array.from(
    { length: DEFAULT_DIAMETERS },
    (_, i) => least * ratio ** (i / (DEFAULT_DIAMETERS - 1)),
  );
}
