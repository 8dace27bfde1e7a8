import { implementOnHost } from '../implement/index.js';
import { lineThrough } from './line_fit.js';
import type { RollAxis } from './roll_axis.js';
import { extentOf } from './sheet_length.js';
import { angleOf } from './spiral_fit.js';
import { fittedAxis, windings, type WindingsValue } from './windings.js';
import { woundSheet } from './wound_sheet.js';

/** {@link fittedAxis}, on the host: a line through the rows' centres about the old axis. */
export const fittedAxisOnHost = implementOnHost(fittedAxis, ({ inputs: { rays } }): RollAxis => {
  const { sheet, fitted } = woundSheet(rays, 'windings');
  const { columns, rows, middle } = sheet;
  const { offCentre } = fitted.fit;
  const off = [offCentre[0].value, offCentre[1].value];
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
    return {
      at: row * rays.every,
      weight: isKnown ? n : 0,
      x: isKnown ? (ss * cr - cs * sr) / determinant : 0,
      y: isKnown ? (cc * sr - cs * cr) / determinant : 0,
    };
  });
  const along = (axis: 'x' | 'y', i: 0 | 1): Float64Array => {
    const { start, slope } = lineThrough(
      points.map((point) => ({ ...point, value: point[axis] })).filter(({ weight }) => weight > 0),
    );
    return rays.axis[axis].map((place, z) => place + off[i]! + start + slope * z);
  };
  return { x: along('x', 0), y: along('y', 1) };
});

/** {@link windings}, on the host. */
export const windingsOnHost = implementOnHost(windings, ({ inputs: { rays } }): WindingsValue => {
  const { runs, linked, placed, sheet, medians, fitted } = woundSheet(rays, 'windings');
  const total = runs.start.length;
  return {
    ...sheet,
    fit: { ...fitted.fit, ...extentOf(sheet, medians, fitted) },
    tracing: {
      runs: total,
      pieces: placed.pieces,
      placedByRadius: placed.pieceRuns / total,
      inContact: linked.contacts / total,
      strays: placed.strays / total,
      torn: linked.torn.length / 2 / Math.max(1, linked.pairs),
    },
  };
});
