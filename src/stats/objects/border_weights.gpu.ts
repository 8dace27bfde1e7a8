import { implementOnHost } from '../../implement/index.js';
import { volumeOf } from '../../recipe/geometry.js';
import { columnValues } from '../../recipe/table_data.js';
import { placesOf } from '../size_blocks.js';
import { borderWeights } from './border_weights.js';
import { ColumnBuilder } from './column_builder.js';

/** {@link borderWeights}, on the host. */
export const borderWeightsOnHost = implementOnHost(borderWeights, ({ inputs: { measures } }) => {
  const { size } = measures.window;
  const columns = new ColumnBuilder(columnValues(measures, 'label') as Uint32Array);
  const touches = columnValues(measures, 'touchesBorder')!;
  const boxes = (['X', 'Y', 'Z'] as const).map((axis) => ({
    min: columnValues(measures, `min${axis}`)!,
    max: columnValues(measures, `max${axis}`)!,
  }));
  columns.computed(
    'borderWeight',
    '',
    'how many objects of its size one stands for; 0 at the border',
    (row) => {
      if (touches[row] === 1) return 0;
      const extents = boxes.map(({ min, max }) => ({ min: min[row]!, max: max[row]! }));
      return volumeOf(size) / placesOf(size, extents);
    },
  );
  return columns.table();
});
