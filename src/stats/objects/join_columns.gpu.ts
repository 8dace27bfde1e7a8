// Join of two tables of objects by label.
import { implementOnHost } from '../../implement/index.js';
import { invalidArgument } from '../../recipe/errors.js';
import { columnValues, type ColumnData, type TableData } from '../../recipe/table_data.js';
import { joinColumns } from './join_columns.js';

/** The row of the second list of rising ids for every id of the first; −1 where it lacks it. */
function rowsIn(ids: ArrayLike<number>, others: ArrayLike<number>): Int32Array {
  const rows = new Int32Array(ids.length).fill(-1);
  for (let i = 0, j = 0; i < ids.length && j < others.length;) {
    if (ids[i] === others[j]) rows[i] = j;
    if (ids[i]! <= others[j]!) i += 1;
    else j += 1;
  }
  return rows;
}

/** {@link joinColumns}, on the host. */
export const joinColumnsOnHost = implementOnHost(joinColumns, ({ inputs, params }): TableData => {
  const { table, other } = inputs;
  const rows = rowsIn(columnValues(table, 'label')!, columnValues(other, 'label')!);
  const isSame = other.rows === table.rows && rows.every((row, i) => row === i);
  const added = params.columns.map((name, k): ColumnData => {
    const found = other.columns.find((column) => column.name === name);
    if (found === undefined)
      throw invalidArgument(
        'joinColumns',
        'columns',
        name,
        other.columns.map((column) => column.name).join(', '),
      );
    const data = isSame
      ? found.data
      : Float64Array.from(rows, (row) => (row < 0 ? NaN : found.data[row]!));
    return { ...found, name: params.as[k] ?? name, data };
  });
  return { ...table, columns: [...table.columns, ...added] };
});
