import { isWide, type Dtype } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import {
  declareOp,
  gridMeta,
  input,
  makeNode,
  optionalValueInput,
  type Node,
  type ValueNode,
} from '../recipe/op.js';
import { optionsOf } from '../recipe/options.js';
import { flag, nullable } from '../recipe/params.js';
import { histogramNode } from '../stats/histogram.js';
import { rangeNode } from '../stats/range.js';
import type { Span } from './level_scale.js';
import { pair, type Pair } from './pair.js';
import { percentileOfKeysNode } from './percentile_of_keys.js';
import { percentileRange } from './percentile_range.js';

/**
 * The linear map that takes the span `from` onto the span `to` (default 0 … 1; a falling span
 * mirrors), as f32. The span may come from the input `range` instead: the volume's own range or
 * percentiles. Values beyond it become the ends of `to`, unless `clip` is false. NaN stays NaN; ±∞
 * become the ends (without `clip` they stay infinite). A span of one value (a constant volume) maps
 * to the start of `to`.
 *
 * Computed as (v − from₀) · gain + to₀ in f32: within 3 units in the last place of the largest
 * magnitude among v, `from` and `to`. One pass: the bytes of a voxel in, 4 B/voxel out.
 */
export const rescale = declareOp({
  name: 'rescale',
  kind: 'map',
  inputs: { volume: input('volume'), range: optionalValueInput<Span>() },
  params: {
    from: nullable(
      pair(
        { rising: true, unit: 'intensity' },
        'The two intensities that become the ends of the new span; null: the range of the data.',
      ),
    ),
    to: pair({ default: [0, 1] }, 'The ends of the new span; a falling one turns dark to bright.'),
    clip: flag(true, 'Whether values beyond the old span become the ends of the new one.'),
  },
  exactness: 'float-dependent',
  result: ({ volume, range }, { from }): GridMeta => {
    if ((range === undefined) === (from === null))
      throw invalidArgument('rescale', 'from', from, 'two numbers, or percentiles, not both');
    return { ...volume, storage: 'f32' };
  },
  notes: ({ from, to, clip }) => ({
    rescale: `${from === null ? 'range of the data' : from.join('…')} to ${to.join('…')}`,
    beyond: clip ? 'clipped' : 'kept',
  }),
});

/** How a volume is rescaled. */
export interface RescaleParams {
  readonly from?: Pair | undefined;
  readonly percentiles?: Pair | undefined;
  readonly to?: Pair | undefined;
  readonly clip?: boolean | undefined;
}

/** The node of two percentiles of a volume. */
function percentilesNode(volume: Node, percentiles: Pair): ValueNode<Span> {
  return isWide(gridMeta(volume).storage as Dtype)
    ? percentileOfKeysNode(volume, percentiles)
    : makeNode(percentileRange, { histogram: histogramNode(volume) }, { percentiles });
}

/**
 * The node of {@link rescale}: from a given span, from percentiles of the volume, or from its
 * range.
 */
export function rescaleNode(volume: Node, given: RescaleParams = {}): Node {
  const { from, percentiles, ...params } = optionsOf('rescale', given);
  if (from !== undefined && percentiles !== undefined)
    throw invalidArgument('rescale', 'percentiles', percentiles, 'from or percentiles, not both');
  if (from !== undefined) return makeNode(rescale, { volume }, { from, ...params });
  const range =
    percentiles === undefined ? rangeNode(volume) : percentilesNode(volume, percentiles);
  return makeNode(rescale, { volume, range }, params);
}
