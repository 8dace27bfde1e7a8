// Places where turns of a wound sheet have come apart, as a value.
import { yields } from '../recipe/meta.js';
import { declareOp, valueInput } from '../recipe/op.js';
import { integer, number } from '../recipe/params.js';
import type { Delaminations } from './delamination.js';
import { slopeParam, type LayersValue } from './sheet_layers.js';
import type { WindingsData } from './windings_data.js';

/**
 * Gaps of {@link sheetLayers} wider than median + `k` · σ, as {@link Delaminations}, where σ is
 * 1.4826 · the median distance from the median: cells that share an edge are one object. Objects of
 * fewer than `leastCells` cells are left out. On the host.
 */
export const delaminations = declareOp({
  name: 'delaminations',
  kind: 'host',
  inputs: { windings: valueInput<WindingsData>(), layers: valueInput<LayersValue>() },
  params: {
    k: number({ default: 4, above: 0 }, 'How many σ beyond the median gaps are found.'),
    leastCells: integer({ default: 20, min: 1 }, 'Cells that an object has at least.'),
    smooth: slopeParam,
  },
  exactness: 'float-dependent',
  result: () => yields.result<Delaminations & { readonly unit: string }>(),
  notes: ({ k }) => ({
    delaminations: `gaps beyond median + ${String(k)} σ, σ by the median deviation; cells that share an edge`,
  }),
});
