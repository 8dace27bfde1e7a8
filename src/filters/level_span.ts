// The span that a 32-bit volume's values are taken as levels of.
import { yields } from '../recipe/meta.js';
import { declareOp, makeNode, valueInput, type Node, type ValueNode } from '../recipe/op.js';
import { keyBins, keyCounts, type KeyBins, type KeyCounts } from '../stats/key_bins.js';
import type { Range } from '../stats/range.js';
import type { Pair } from './pair.js';
import { percentileBins } from './percentile_of_keys.js';

/** The percentages between which nearly all values lie. */
export const CORE: Pair = [0.1, 99.9];

/**
 * The span of levels of a 32-bit volume, as a {@link Range}: that of its finite values, but at most
 * twice the distance of their 0.1 and 99.9 % percentiles beyond these, so that a few voxels far
 * away do not make levels coarse for all others. Levels of what is beyond are those of the ends. On
 * the host.
 */
export const levelSpan = declareOp({
  name: 'levelSpan',
  kind: 'host',
  inputs: { bins: valueInput<KeyBins>(), counts: valueInput<KeyCounts>() },
  params: {},
  exactness: 'exact',
  result: () => yields.plain<Range>(),
  notes: () => ({
    levels: 'of the range, but at most twice the span of 0.1 … 99.9 % beyond it',
  }),
});

/** The node of the {@link levelSpan} of a 32-bit volume. */
export function levelSpanNode(volume: Node): ValueNode<Range> {
  const bins = makeNode(keyBins, { volume });
  const chosen = makeNode(percentileBins, { bins }, { percentiles: CORE });
  return makeNode(levelSpan, { bins, counts: makeNode(keyCounts, { volume, chosen }) });
}
