import type { WindingsData } from '../../src/cell/windings_data.js';
import type { Curve } from '../reference/unroll.js';

/** What a table of windings is made of. */
export interface Made {
  readonly curve: Curve;
  readonly angles: number;
  readonly axis: { readonly x: readonly number[]; readonly y: readonly number[] };
  readonly unit?: string;
  readonly rows?: number;
  readonly firstZ?: number;
  readonly stepZ?: number;
  readonly thickness?: number;
  /** What is added to the radius in a cell; NaN where the sheet is not seen. */
  readonly more?: (column: number, row: number) => number;
}

/** The table of a curve, which starts on a column. */
export function windingsOf(made: Made): WindingsData {
  const { curve, angles, axis, rows = axis.x.length, firstZ = 0, stepZ = 1 } = made;
  const { more = () => 0, unit = 'px' } = made;
  const turn = (2 * Math.PI) / angles;
  const firstColumn = Math.round(curve.from / turn);
  const columns = Math.floor((curve.to - curve.from) / turn + 1e-9) + 1;
  const middle = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row += 1)
    for (let c = 0; c < columns; c += 1)
      middle[row * columns + c] = curve.radius((firstColumn + c) * turn) + more(c, row);
  return {
    ...{ unit, handed: curve.handed, angles, firstColumn, columns, rows, firstZ, stepZ, middle },
    axis: { x: Float64Array.from(axis.x), y: Float64Array.from(axis.y) },
    thickness: middle.map((r) => (Number.isNaN(r) ? NaN : (made.thickness ?? 1))),
  };
}
