// The numbers of a whole can from those of its slices.
import type { CanMap, CanValue, CanEstimate } from './can_value.js';
import { semiAxes, type Ellipse } from './ellipse.js';
import { ellipseErrors, type EllipseErrors } from './ellipse_errors.js';
import { medianOf } from './middle_value.js';
import type { EllipseFit } from './robust_ellipse.js';

/** Blocks of the wall whose means count as independent, along θ and along z. */
const BLOCKS = [24, 8] as const;
const LEAST_BLOCKS = 8;

const PER_SLICE = 'median standard error of one slice, by 24 blocks of the circumference';

/** Mean thickness of the wall, with the standard error of means of blocks. */
function wallOf({ angles, slices, wall }: CanMap, unit: string): CanEstimate {
  const rows = Math.min(slices, BLOCKS[1]);
  const sums = new Float64Array(BLOCKS[0] * rows);
  const counts = new Float64Array(BLOCKS[0] * rows);
  wall.forEach((thickness, cell) => {
    if (Number.isNaN(thickness)) return;
    const along = Math.floor(((cell % angles) * BLOCKS[0]) / angles);
    const block = Math.floor((Math.floor(cell / angles) * rows) / slices) * BLOCKS[0] + along;
    sums[block]! += thickness;
    counts[block]! += 1;
  });
  const total = counts.reduce((sum, n) => sum + n, 0);
  const value = sums.reduce((sum, v) => sum + v, 0) / total;
  const means = Array.from(sums, (sum, i) => sum / counts[i]!).filter((v) => !Number.isNaN(v));
  const squares = means.reduce((sum, v) => sum + (v - value) ** 2, 0);
  const n = means.length;
  return {
    value,
    standardError: n < LEAST_BLOCKS ? NaN : Math.sqrt(squares / (n - 1) / n),
    unit,
    estimator: 'mean along the normal over all rays; standard error by blocks of 15° and 1/8 of z',
  };
}

/** What is said of the can as a whole: the ellipse of median m, p, q of all slices. */
export function canEstimates(
  fits: readonly EllipseFit[],
  map: CanMap,
  unit: string,
): Pick<
  CanValue,
  'majorAxis' | 'minorAxis' | 'orientation' | 'eccentricity' | 'ovality' | 'wall' | 'wallMedian'
> {
  const of = (name: keyof Ellipse): number => medianOf(fits.map(({ ellipse }) => ellipse[name]));
  const ellipse: Ellipse = { x: 0, y: 0, m: of('m'), p: of('p'), q: of('q') };
  const { a, b, angle } = semiAxes(ellipse);
  const perSlice = fits.map(({ covariance }) => ellipseErrors(ellipse, covariance));
  const errorOf = (name: keyof EllipseErrors): number =>
    medianOf(perSlice.map((each) => each[name]));
  const estimate = (
    value: number,
    standardError: number,
    in_: string,
    how: string,
  ): CanEstimate => ({
    ...{ value, standardError },
    ...{ unit: in_, estimator: `${how} of the median ellipse of all slices; ${PER_SLICE}` },
  });
  return {
    majorAxis: estimate(2 * a, errorOf('majorAxis'), unit, 'major axis'),
    minorAxis: estimate(2 * b, errorOf('minorAxis'), unit, 'minor axis'),
    orientation: estimate(
      angle,
      errorOf('orientation'),
      'rad',
      'angle of the major axis from x to y',
    ),
    eccentricity: estimate(
      Math.sqrt(1 - (b / a) ** 2),
      errorOf('eccentricity'),
      '',
      '√(1 − b²/a²)',
    ),
    ovality: estimate((2 * (a - b)) / (a + b), errorOf('ovality'), '', '2 (a − b) / (a + b)'),
    wall: wallOf(map, unit),
    wallMedian: medianOf(map.wall),
  };
}
