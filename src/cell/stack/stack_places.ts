// Places on a sheet of a stack and in the cell, as tables.
import { yields } from '../../recipe/meta.js';
import { declareOp, valueInput } from '../../recipe/op.js';
import { placesParam } from '../sheet_places.js';
import { flattenedParams } from './flatten.js';
import type { SheetsData } from './sheets_data.js';

/**
 * Where places (u, h, v) of a grid along a sheet lie in the cell: a table of `x`, `y` and `z`. On
 * the host.
 */
export const placesInStack = declareOp({
  name: 'placesInStack',
  kind: 'host',
  inputs: { sheets: valueInput<SheetsData>() },
  params: {
    places: placesParam('Places u, h, v.'),
    sheet: flattenedParams.sheet,
    smooth: flattenedParams.smooth,
  },
  exactness: 'float-dependent',
  result: () => yields.table(),
});

/**
 * Where places (x, y, z) of the cell lie on the sheets: a table of `sheet`, `u`, `h` and `v`, by
 * the foot of the normal on the sheet that is nearest along the axis. On the host.
 */
export const placesOnSheets = declareOp({
  name: 'placesOnSheets',
  kind: 'host',
  inputs: { sheets: valueInput<SheetsData>() },
  params: { places: placesParam('Places x, y, z.'), smooth: flattenedParams.smooth },
  exactness: 'float-dependent',
  result: () => yields.table(),
});
