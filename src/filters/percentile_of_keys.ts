// Percentiles of a 32-bit volume, among all its values.
import { yields } from '../recipe/meta.js';
import { declareOp, makeNode, valueInput, type Node, type ValueNode } from '../recipe/op.js';
import { keyBins, keyCounts, type KeyBins, type KeyCounts } from '../stats/key_bins.js';
import type { Span } from './level_scale.js';
import { pair, type Pair } from './pair.js';

const percentilesParam = pair(
  { rising: true, min: 0, max: 100, unit: 'percent' },
  'Percentages of the voxels that lie below the lower and below the upper value.',
);

/**
 * The bins of a two-level histogram that hold the ranks between which two percentages of the values
 * lie, and several values: rising upper halves of keys. On the host.
 */
export const percentileBins = declareOp({
  name: 'percentileBins',
  kind: 'host',
  inputs: { bins: valueInput<KeyBins>() },
  params: { percentiles: percentilesParam },
  exactness: 'exact',
  result: () => yields.plain<Uint32Array>(),
});

/**
 * The values below which two percentages of a 32-bit volume's finite values lie, as `{ min, max }`:
 * exactly NumPy's `percentile` (linear between ranks). NaN where there is none. On the host.
 */
export const percentileOfKeys = declareOp({
  name: 'percentileOfKeys',
  kind: 'host',
  inputs: { bins: valueInput<KeyBins>(), counts: valueInput<KeyCounts>() },
  params: { percentiles: percentilesParam },
  exactness: 'exact',
  result: () => yields.plain<Span>(),
  notes: () => ({ percentile: 'linear between ranks, of the finite values' }),
});

/** The node of two percentiles of a 32-bit volume. */
export function percentileOfKeysNode(volume: Node, percentiles: Pair): ValueNode<Span> {
  const bins = makeNode(keyBins, { volume });
  const chosen = makeNode(percentileBins, { bins }, { percentiles });
  const counts = makeNode(keyCounts, { volume, chosen });
  return makeNode(percentileOfKeys, { bins, counts }, { percentiles });
}
