// Tables of what was found along a sheet, with its places in the cell.
import type { TableData } from '../recipe/table_data.js';
import { yields } from '../recipe/meta.js';
import { declareOp, valueInput } from '../recipe/op.js';
import type { Delaminations } from './delamination.js';
import { slicesParams } from './sheet_places.js';
import type { WindingsData } from './windings_data.js';

/**
 * A table whose `x`, `y` and `z` are places s, h, z of an unrolled sheet, as one whose `x`, `y` and
 * `z` are where these lie in the cell; with `turn`, `theta` (0 … 2π, from x to y), `s` and `h` in
 * front. On the host.
 */
export const placedInCell = declareOp({
  name: 'placedInCell',
  kind: 'host',
  inputs: { windings: valueInput<WindingsData>(), table: valueInput<TableData>() },
  params: slicesParams,
  exactness: 'float-dependent',
  result: () => yields.table(),
});

/**
 * A row for each place where turns have come apart: `turn` and `theta` of the sheet inside the gap,
 * `x`, `y` and `z` in the cell, half a pitch outwards from that sheet, `cells`, `area`,
 * `openingMax` and `openingMean`, the largest first. On the host.
 */
export const delaminationTable = declareOp({
  name: 'delaminationTable',
  kind: 'host',
  inputs: {
    windings: valueInput<WindingsData>(),
    found: valueInput<Delaminations & { readonly unit: string }>(),
  },
  params: slicesParams,
  exactness: 'float-dependent',
  result: () => yields.table(),
});
