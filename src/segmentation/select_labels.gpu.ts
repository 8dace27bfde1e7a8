import { implementOnHost } from '../implement/index.js';
import { invalidArgument } from '../recipe/errors.js';
import { columnValues, type ColumnValues } from '../recipe/table_data.js';
import { labelsInBands, listedLabels } from './select_labels.js';

function bitsOf(
  ids: readonly number[] | ColumnValues,
  isWanted: (row: number) => boolean,
): Uint32Array {
  let greatest = 0;
  for (const id of ids) greatest = Math.max(greatest, id);
  const chosen = new Uint32Array(Math.floor(greatest / 32) + 1);
  for (let row = 0; row < ids.length; row += 1)
    if (isWanted(row)) chosen[ids[row]! >>> 5]! |= 1 << (ids[row]! & 31);
  return chosen;
}

/** {@link labelsInBands}, on the host. */
export const labelsInBandsOnHost = implementOnHost(
  labelsInBands,
  ({ inputs: { measures: table }, params }) => {
    const bands = Object.entries(params.bands).map(([name, { min, max }]) => {
      const values = columnValues(table, name);
      if (values === undefined)
        throw invalidArgument(
          'select',
          name,
          { min, max },
          `a column: ${table.columns.map((column) => column.name).join(', ')}`,
        );
      return { values, min: min ?? -Infinity, max: max ?? Infinity };
    });
    return bitsOf(columnValues(table, 'label')!, (row) =>
      bands.every(({ values, min, max }) => values[row]! >= min && values[row]! <= max),
    );
  },
);

/** {@link listedLabels}, on the host. */
export const listedLabelsOnHost = implementOnHost(listedLabels, ({ params: { ids } }) => {
  return bitsOf(ids, () => true);
});
