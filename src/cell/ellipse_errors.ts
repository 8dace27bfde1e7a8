// Standard errors of what an ellipse is said by, from the covariance of x, y, m, p, q.
import { semiAxes, type Ellipse } from './ellipse.js';

/** Standard errors, by the slopes of each number; NaN where none can be stated honestly. */
export interface EllipseErrors {
  readonly x: number;
  readonly y: number;
  readonly majorAxis: number;
  readonly minorAxis: number;
  readonly ovality: number;
  /** NaN where the axes differ by less than two standard errors of their difference. */
  readonly eccentricity: number;
  readonly orientation: number;
}

/** The standard errors of an ellipse. */
export function ellipseErrors(ellipse: Ellipse, covariance: Float64Array): EllipseErrors {
  const { m, p, q } = ellipse;
  const { a, b } = semiAxes(ellipse);
  const half = Math.hypot(p, q);
  const along = (row: readonly number[]): number => {
    let sum = 0;
    row.forEach((u, i) => {
      row.forEach((v, j) => {
        sum += u * v * covariance[5 * i + j]!;
      });
    });
    return Math.sqrt(sum);
  };
  // Of a circle no direction is the long one.
  const [c, s] = half > 0 ? [p / half, q / half] : [1, 0];
  const halfError = along([0, 0, 0, c, s]);
  const isOval = half > 2 * halfError;
  const e = Math.sqrt(1 - (b / a) ** 2);
  const [byA, byB] = [b ** 2 / (a ** 3 * e), -b / (a ** 2 * e)];
  return {
    x: along([1, 0, 0, 0, 0]),
    y: along([0, 1, 0, 0, 0]),
    majorAxis: 2 * along([0, 0, 1, c, s]),
    minorAxis: 2 * along([0, 0, 1, -c, -s]),
    ovality: along([0, 0, (-2 * half) / m ** 2, (2 * c) / m, (2 * s) / m]),
    eccentricity: isOval ? along([0, 0, byA + byB, (byA - byB) * c, (byA - byB) * s]) : NaN,
    orientation: isOval ? along([0, 0, 0, -s, c]) / (2 * half) : NaN,
  };
}
