import { yields } from '../../recipe/meta.js';
import { declareOp, valueInput } from '../../recipe/op.js';
import { param, type Param } from '../../recipe/params.js';
import type { TableData } from '../../recipe/table_data.js';

/** Names of columns; a table may be left without any. */
function columnNames(doc: string): Param<readonly string[], readonly string[], false> {
  return param({
    type: 'texts',
    doc,
    default: undefined,
    allowed: 'a list of names of columns',
    schema: { type: 'array', items: { type: 'string' } },
    accept: (given): readonly string[] | undefined =>
      Array.isArray(given) && given.every((name): name is string => typeof name === 'string')
        ? given
        : undefined,
  });
}

/**
 * The table with the named columns alone, in the order of `names`. A name that no column has is
 * `invalid-argument`. On the host.
 */
export const pickColumns = declareOp({
  name: 'pickColumns',
  kind: 'host',
  inputs: { table: valueInput<TableData>() },
  params: { names: columnNames('Columns that are kept, in their order.') },
  exactness: 'exact',
  result: () => yields.table(),
});
