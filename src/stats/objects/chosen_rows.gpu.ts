import { implementOnHost } from '../../implement/index.js';
import { columnValues, type TableData } from '../../recipe/table_data.js';
import { chosenRows, rowCount } from './chosen_rows.js';

/** {@link chosenRows}, on the host. */
export const chosenRowsOnHost = implementOnHost(
  chosenRows,
  ({ inputs: { table, chosen }, params: { others } }): TableData => {
    const ids = columnValues(table, 'label')!;
    const keeps = (_: number, row: number): boolean => {
      const id = ids[row]!;
      return (((chosen[id >>> 5] ?? 0) >>> (id & 31)) & 1) === (others ? 0 : 1);
    };
    const columns = table.columns.map((column) => ({ ...column, data: column.data.filter(keeps) }));
    return { ...table, rows: columns[0]!.data.length, columns };
  },
);

/** {@link rowCount}, on the host. */
export const rowCountOnHost = implementOnHost(rowCount, ({ inputs: { table } }) => table.rows);
