// Thickness, gaps and deviations of the sheets of a stack, as a value.
import { yields } from '../../recipe/meta.js';
import { declareOp, valueInput } from '../../recipe/op.js';
import { integer, nullable, number } from '../../recipe/params.js';
import type { Delamination, Delaminations } from '../delamination.js';
import type { LayerMaps, MeanOfTurn } from '../layers.js';
import type { CellsAlong } from './mask_columns.js';
import type { SheetsData } from './sheets_data.js';

/** What is known of one sheet. */
export interface SheetSummary {
  /** From 0 at the lower end of the axis. */
  readonly sheet: number;
  /** Cells of the sheet in the table, and the share of them in which it was not seen. */
  readonly cells: number;
  readonly unseen: number;
  readonly thickness: MeanOfTurn;
  readonly gap: MeanOfTurn;
  readonly deviation: MeanOfTurn;
}

/** Maps of the sheets of a stack and what they say of each. Lengths are in `unit`. */
export interface StackLayersValue extends LayerMaps {
  readonly unit: string;
  /** The table of the maps, as that of the sheets. */
  readonly sheets: number;
  readonly columns: number;
  readonly rows: number;
  readonly u: CellsAlong;
  readonly v: CellsAlong;
  /** Distance of two sheets along their normal. */
  readonly pitch: number;
  /** Share of all cells in which no sheet was seen. */
  readonly unseen: number;
  readonly summaries: readonly SheetSummary[];
}

/** A place where a sheet and the next have come apart. */
export interface StackDelamination extends Omit<Delamination, 'turn' | 'theta' | 'z'> {
  /** The sheet below the gap. */
  readonly sheet: number;
  /** Its middle, weighed by how far it is open. */
  readonly u: number;
  readonly v: number;
}

/** What was found, and against what. */
export interface StackDelaminationsValue extends Omit<Delaminations, 'objects'> {
  readonly unit: string;
  /** Largest area first. */
  readonly objects: readonly StackDelamination[];
}

const smoothParam = nullable(
  number(
    { min: 0, unit: 'length' },
    'Standard deviation of the weights by which sheets are smoothed; half of the pitch if left out.',
  ),
);

/**
 * Maps of thickness, gap to the next sheet and deviation from the fit of a stack, and their means
 * by sheet, as {@link StackLayersValue}. Thickness and gap are along the normal: along the axis
 * times the cosine of the slope, of sheets smoothed by `smooth`. Intervals of 95 % are by drawing
 * 16 blocks of the sheet anew, along v, or with fewer than 16 rows along u. On the host.
 */
export const stackLayers = declareOp({
  name: 'stackLayers',
  kind: 'host',
  inputs: { sheets: valueInput<SheetsData>() },
  params: { smooth: smoothParam },
  exactness: 'float-dependent',
  result: () => yields.result<StackLayersValue>(),
  notes: () => ({
    layers: 'along the normal of the smoothed sheet; deviation from robust quadratics',
    intervals: 'bootstrap of 16 blocks of each sheet, 999 draws, percentiles of 95 %',
  }),
});

/** A row for each sheet of {@link stackLayers}. On the host. */
export const stackLayerTable = declareOp({
  name: 'stackLayerTable',
  kind: 'host',
  inputs: { layers: valueInput<StackLayersValue>() },
  params: {},
  exactness: 'float-dependent',
  result: () => yields.table(),
});

/**
 * Gaps of {@link stackLayers} wider than median + `k` · σ, as {@link StackDelaminationsValue}: σ
 * is 1.4826 · the median distance from the median. Cells of a sheet that share an edge are one
 * object; objects of fewer than `leastCells` cells are left out. On the host.
 */
export const stackDelaminations = declareOp({
  name: 'stackDelaminations',
  kind: 'host',
  inputs: { sheets: valueInput<SheetsData>(), layers: valueInput<StackLayersValue>() },
  params: {
    k: number({ default: 4, above: 0 }, 'How many σ beyond the median gaps are found.'),
    leastCells: integer({ default: 20, min: 1 }, 'Cells that an object has at least.'),
    smooth: smoothParam,
  },
  exactness: 'float-dependent',
  result: () => yields.result<StackDelaminationsValue>(),
  notes: ({ k }) => ({
    delaminations: `gaps beyond median + ${String(k)} σ, σ by the median deviation; cells that share an edge`,
  }),
});
