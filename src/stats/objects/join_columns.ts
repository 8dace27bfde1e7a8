import { yields } from '../../recipe/meta.js';
import { declareOp, valueInput } from '../../recipe/op.js';
import { texts } from '../../recipe/params.js';
import type { TableData } from '../../recipe/table_data.js';

/**
 * Columns of one table of objects added to another, row by row of the first by `label`: those named
 * in `columns`, under the names in `as` (as many; default their own). An object that the second
 * table lacks gets no value (NaN). On the host.
 */
export const joinColumns = declareOp({
  name: 'joinColumns',
  kind: 'host',
  inputs: { table: valueInput<TableData>(), other: valueInput<TableData>() },
  params: {
    columns: texts('Columns of the second table that are added.'),
    as: texts('The names that they get, in the same order.'),
  },
  exactness: 'exact',
  result: () => yields.table(),
});
