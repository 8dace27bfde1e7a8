import { implementOnHost } from '../../implement/index.js';
import { invalidArgument } from '../../recipe/errors.js';
import type { TableData } from '../../recipe/table_data.js';
import { pickColumns } from './pick_columns.js';

/** {@link pickColumns}, on the host. */
export const pickColumnsOnHost = implementOnHost(
  pickColumns,
  ({ inputs: { table }, params: { names } }): TableData => ({
    rows: table.rows,
    columns: names.map((name) => {
      const found = table.columns.find((column) => column.name === name);
      if (found !== undefined) return found;
      const known = table.columns.map((column) => column.name).join(', ');
      throw invalidArgument('pickColumns', 'names', name, known);
    }),
  }),
);
