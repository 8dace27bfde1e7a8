// Rows of a table of objects that are chosen by their ids.
import { yields } from '../../recipe/meta.js';
import { declareOp, valueInput } from '../../recipe/op.js';
import { flag } from '../../recipe/params.js';
import type { TableData } from '../../recipe/table_data.js';

/**
 * The rows of a table of objects whose `label` has its bit set in `chosen`, or with `others` the
 * rows of all others; what is not a column stays. On the host.
 */
export const chosenRows = declareOp({
  name: 'chosenRows',
  kind: 'host',
  inputs: { table: valueInput<TableData>(), chosen: valueInput<Uint32Array>() },
  params: { others: flag(false, 'Whether the rows that are not chosen stay.') },
  exactness: 'exact',
  result: () => yields.table(),
});

/** Number of rows of a table. On the host. */
export const rowCount = declareOp({
  name: 'rowCount',
  kind: 'host',
  inputs: { table: valueInput<TableData>() },
  params: {},
  exactness: 'exact',
  result: () => yields.plain<number>(),
});
