// Places on a wound sheet and in the cell, as tables.
import type { Vec3 } from '../recipe/geometry.js';
import { yields } from '../recipe/meta.js';
import { declareOp, valueInput } from '../recipe/op.js';
import { number, param, type Param } from '../recipe/params.js';
import { unrolledParams } from './unroll.js';
import type { WindingsData } from './windings_data.js';

/** A list of places. */
export function placesParam(doc: string): Param<readonly Vec3[], readonly Vec3[], false> {
  const isPlace = (given: unknown): given is Vec3 =>
    Array.isArray(given) && given.length === 3 && given.every(Number.isFinite);
  return param({
    type: 'record',
    doc,
    unit: 'length',
    default: undefined,
    allowed: 'a list of places, three finite numbers each',
    schema: {
      type: 'array',
      items: { type: 'array', items: { type: 'number' }, minItems: 3, maxItems: 3 },
    },
    accept: (given) => (Array.isArray(given) && given.every(isPlace) ? given : undefined),
  });
}

/** How a sheet is smoothed, and where slices lie. */
export const slicesParams = {
  smooth: unrolledParams.smooth,
  firstSlice: number({ unit: 'length' }, 'Position of the first slice along z.'),
  sliceStep: number({ above: 0, unit: 'length' }, 'Distance of two slices.'),
} as const;

/**
 * Where places (s, h, z) of an unrolled sheet lie in the cell: a table of `x`, `y` and `z`, NaN
 * where s is not on the sheet. Between slices the axis goes on in a straight line. On the host.
 */
export const placesInCell = declareOp({
  name: 'placesInCell',
  kind: 'host',
  inputs: { windings: valueInput<WindingsData>() },
  params: { places: placesParam('Places s, h, z.'), ...slicesParams },
  exactness: 'float-dependent',
  result: () => yields.table(),
});

/**
 * Where places (x, y, z) of the cell lie on a sheet: a table of `s`, `h`, `z`, `turn` and `theta`
 * (0 … 2π, from x to y), by the foot of the normal in the slice on the nearest turn. NaN where the
 * foot lies beyond an end of the sheet. On the host.
 */
export const placesOnSheet = declareOp({
  name: 'placesOnSheet',
  kind: 'host',
  inputs: { windings: valueInput<WindingsData>() },
  params: { places: placesParam('Places x, y, z.'), ...slicesParams },
  exactness: 'float-dependent',
  result: () => yields.table(),
});
