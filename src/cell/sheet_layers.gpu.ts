import { implementOnHost } from '../implement/index.js';
import type { ColumnData } from '../recipe/table_data.js';
import { layerMaps, turnSummaries, type TurnSummary } from './layers.js';
import { fitSpiral } from './base_spiral.js';
import { layerTable, sheetLayers, type LayersValue } from './sheet_layers.js';
import { checkWindings } from './sheet.js';

/** {@link sheetLayers}, on the host. */
export const sheetLayersOnHost = implementOnHost(
  sheetLayers,
  ({ inputs: { windings }, params }): LayersValue => {
    checkWindings(windings);
    const { pitch } = fitSpiral(windings);
    const maps = layerMaps(windings, params.smooth ?? Math.abs(pitch) / 2);
    const { unit, angles, firstColumn, columns, rows, firstZ, stepZ, middle } = windings;
    const unseen = middle.reduce((n, r) => n + (Number.isNaN(r) ? 1 : 0), 0) / middle.length;
    return {
      ...{ unit, angles, firstColumn, columns, rows, firstZ, stepZ, pitch, unseen },
      ...maps,
      turns: turnSummaries(windings, maps),
    };
  },
);

const STATISTICS = {
  mean: 'mean',
  std: 'standard deviation',
  low: 'lower end of the 95 % interval of the mean',
  high: 'upper end of the 95 % interval of the mean',
  min: 'least',
  max: 'greatest',
} as const;

/** How many cells turns or sheets have, and the statistics of their layers, as columns. */
export function summaryColumns(
  summaries: readonly Omit<TurnSummary, 'turn'>[],
  unit: string,
  words: { readonly whole: string; readonly gap: string; readonly deviation: string },
): ColumnData[] {
  const plain = (name: 'cells' | 'unseen', description: string): ColumnData => ({
    ...{ name, unit: '', description },
    data: Float64Array.from(summaries, (each) => each[name]),
  });
  const columns: ColumnData[] = [
    plain('cells', `Cells of the ${words.whole} in the table`),
    plain('unseen', 'Share of them in which the sheet was not seen'),
  ];
  const quantities = {
    thickness: 'Extent of the sheet along its normal',
    ...{ gap: words.gap, deviation: words.deviation },
  };
  for (const [name, what] of Object.entries(quantities))
    for (const [statistic, how] of Object.entries(STATISTICS))
      columns.push({
        name: statistic === 'mean' ? name : `${name}.${statistic}`,
        unit,
        description: `${what}: ${how}`,
        data: Float64Array.from(
          summaries,
          (each) => each[name as keyof typeof quantities][statistic as keyof typeof STATISTICS],
        ),
      });
  return columns;
}

/** {@link layerTable}, on the host. */
export const layerTableOnHost = implementOnHost(layerTable, ({ inputs: { layers } }) => ({
  rows: layers.turns.length,
  columns: [
    {
      name: 'turn',
      unit: '',
      description: 'Whole turns from the angle 0 below the first column',
      data: Float64Array.from(layers.turns, ({ turn }) => turn),
    },
    ...summaryColumns(layers.turns, layers.unit, {
      whole: 'turn',
      gap: 'Distance to the next turn along the normal',
      deviation: 'Deviation of the radius from the fitted spiral',
    }),
  ],
}));
