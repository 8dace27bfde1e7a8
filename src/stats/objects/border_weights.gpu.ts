import { implementOnHost } from '../../implement/index.js';
import { volumeOf } from '../../recipe/geometry.js';
import { columnValues } from '../../recipe/table_data.js';
import { extentsBy, placesOf } from '../size_blocks.js';
import { borderWeights } from './border_weights.js';
import { ColumnBuilder } from './column_builder.js';

/** {@link borderWeights}, on the host. */
export const borderWeightsOnHost = implementOnHost(borderWeights, ({ inputs: { measures } }) => {
  const { size } = measures.window;
  const columns = new ColumnBuilder(columnValues(measures, 'label') as Uint32Array);
  const touches = columnValues(measures, 'touchesBorder')!;
  const extentsOf = extentsBy((name) => columnValues(measures, name)!);
  columns.computed(
    'borderWeight',
    '',
    'how many objects of its size one stands for; 0 at the border',
    (row) => (touches[row] === 1 ? 0 : volumeOf(size) / placesOf(size, extentsOf(row))),
  );
  return columns.table();
});
