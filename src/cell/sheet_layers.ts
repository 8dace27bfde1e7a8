// Thickness, gaps and deviations of a wound sheet, as a value.
import { yields } from '../recipe/meta.js';
import { declareOp, valueInput } from '../recipe/op.js';
import { nullable, number } from '../recipe/params.js';
import type { LayerMaps, TurnSummary } from './layers.js';
import type { WindingsData } from './windings_data.js';

/** How a sheet is smoothed where its slope is asked for. */
export const slopeParam = nullable(
  number(
    { min: 0, unit: 'length' },
    'Standard deviation of the weights by which radii are smoothed; half of the pitch if left out.',
  ),
);

/** Maps of a wound sheet and what they say of each turn. Lengths are in `unit`. */
export interface LayersValue extends LayerMaps {
  readonly unit: string;
  /** The table of the maps, as that of the windings. */
  readonly angles: number;
  readonly firstColumn: number;
  readonly columns: number;
  readonly rows: number;
  readonly firstZ: number;
  readonly stepZ: number;
  /** Growth of the radius in a turn. */
  readonly pitch: number;
  /** Share of all cells in which the sheet was not seen. */
  readonly unseen: number;
  readonly turns: readonly TurnSummary[];
}

/**
 * Maps of thickness, gap to the next turn and deviation from the fitted spiral of a wound sheet,
 * and their means by turn, as {@link LayersValue}. Extents are along the normal: along the radius
 * times the cosine of the slope, of radii smoothed by `smooth` (default half of the pitch; less
 * lets noise tilt the sheet, which makes layers thinner). Intervals of 95 % are by drawing 16
 * blocks of the turn anew, along z, or with fewer than 16 rows along the angle; they hold what
 * differs from block to block, not an error of the mask. On the host.
 */
export const sheetLayers = declareOp({
  name: 'sheetLayers',
  kind: 'host',
  inputs: { windings: valueInput<WindingsData>() },
  params: { smooth: slopeParam },
  exactness: 'float-dependent',
  result: () => yields.result<LayersValue>(),
  notes: () => ({
    layers: 'along the normal of the smoothed sheet; deviation from a robust spiral with harmonics',
    intervals: 'bootstrap of 16 blocks of each turn, 999 draws, percentiles of 95 %',
  }),
});

/** A row for each turn of {@link sheetLayers}. On the host. */
export const layerTable = declareOp({
  name: 'layerTable',
  kind: 'host',
  inputs: { layers: valueInput<LayersValue>() },
  params: {},
  exactness: 'float-dependent',
  result: () => yields.table(),
});
