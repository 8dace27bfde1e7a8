// Objects and rows: which column says which object a row is about.
import { IdSet, VoxmetryError, type ColumnData, type Table } from 'voxmetry';

/** The largest id that a bit set is made for: 2^27 bits are 16 MB. */
const LARGEST_ID = 2 ** 27 - 1;

/**
 * The ids of the rows' objects; null where the table has no such column.
 *
 * @throws VoxmetryError `invalid-argument` where the column holds something else than ids.
 */
export function idsOf(table: Table, name: string): ColumnData | null {
  const data = table.columns.find((column) => column.name === name)?.data;
  if (data === undefined) return null;
  for (const id of data) {
    if (!Number.isInteger(id) || id < 0 || id > LARGEST_ID)
      throw new VoxmetryError(
        'invalid-argument',
        `idColumn: '${name}' holds ${id}, which is no id: integers from 0 to ${LARGEST_ID}. Name the column with the ids of the objects.`,
        { details: { parameter: 'idColumn', value: id } },
      );
  }
  return data;
}

/** The numbers of the rows themselves, for tables that have no ids. */
export function rowNumbers(table: Table): ColumnData {
  return Uint32Array.from({ length: table.length }, (_, row) => row);
}

/** The ids of rows, or null where there is no row: nothing is chosen then. */
export function idSetOf(rows: Iterable<number>, ids: ColumnData): IdSet | null {
  const set = IdSet.of(idsOfRows(rows, ids));
  return set.size === 0 ? null : set;
}

function* idsOfRows(rows: Iterable<number>, ids: ColumnData): Generator<number> {
  for (const row of rows) yield ids[row]!;
}
