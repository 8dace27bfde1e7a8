import { declareOp, input } from '../../recipe/op.js';
import { texts } from '../../recipe/params.js';

/**
 * Columns of one table of objects added to another, row by row of the first by `label`: those named in `columns`, under the names in
 * `as` (as many; default their own). An object that the second table lacks gets no value (NaN). On the host.
 */
export const joinColumns = declareOp({
  name: 'joinColumns',
  kind: 'reduce',
  inputs: { table: input('value'), other: input('value') },
  params: { columns: texts(), as: texts() },
  exactness: 'exact',
  result: () => ({ kind: 'value' }),
});
