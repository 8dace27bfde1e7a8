// The axis of a roll from the spiral that fits its sheet.
import { lineThrough } from './line_fit.js';
import type { MaskRays } from './mask_rays.js';
import type { RollAxis } from './roll_axis.js';
import { angleOf } from './spiral_fit.js';
import type { WoundSheet } from './wound_sheet.js';

/** The axis of rays moved to the middle of the spiral: a line through the rows' centres. */
export function spiralAxis(rays: MaskRays, { sheet, fitted }: WoundSheet): RollAxis {
  const { columns, rows, middle } = sheet;
  // The radius also changes along the sheet, so that a shift of the axis shows in both directions.
  let [inverse, weights] = [0, 0];
  fitted.weight.forEach((weight, column) => {
    inverse += weight / fitted.radius[column]!;
    weights += weight;
  });
  const { pitch, offCentre } = fitted.fit;
  const turned = (sheet.handed * pitch.value * inverse) / weights / (2 * Math.PI);
  const shifted = (x: number, y: number): readonly [number, number] => {
    const scale = 1 / (1 + turned * turned);
    return [scale * (x + turned * y), scale * (y - turned * x)];
  };
  const off = [offCentre[0].value, offCentre[1].value] as const;
  const points = Array.from({ length: rows }, (_, row) => {
    // What a row has beside the common fit: least squares of x cos θ + y sin θ.
    let [cc, cs, ss, cr, sr, n] = [0, 0, 0, 0, 0, 0];
    for (let column = 0; column < columns; column += 1) {
      const weight = fitted.weight[column]!;
      const value = middle[row * columns + column]!;
      if (weight === 0 || Number.isNaN(value)) continue;
      const theta = angleOf(sheet, column);
      const [cosine, sine] = [Math.cos(theta), Math.sin(theta)];
      const residual = value - fitted.radius[column]!;
      cc += weight * cosine * cosine;
      cs += weight * cosine * sine;
      ss += weight * sine * sine;
      cr += weight * cosine * residual;
      sr += weight * sine * residual;
      n += weight;
    }
    const determinant = cc * ss - cs * cs;
    const isKnown = determinant > 0.01 * n * n;
    const own: readonly [number, number] = isKnown
      ? [(ss * cr - cs * sr) / determinant, (cc * sr - cs * cr) / determinant]
      : [0, 0];
    const [x, y] = shifted(off[0] + own[0], off[1] + own[1]);
    return { at: row * rays.every, weight: isKnown ? n : 0, x, y };
  });
  const along = (axis: 'x' | 'y'): Float64Array => {
    const { start, slope } = lineThrough(
      points.map((point) => ({ ...point, value: point[axis] })).filter(({ weight }) => weight > 0),
    );
    return rays.axis[axis].map((place, z) => place + start + slope * z);
  };
  return { x: along('x'), y: along('y') };
}
