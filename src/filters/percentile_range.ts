import { yields } from '../recipe/meta.js';
import { declareOp, valueInput } from '../recipe/op.js';
import type { Histogram } from '../stats/histogram.js';
import type { Span } from './level_scale.js';
import { pair } from './pair.js';

/**
 * The values below which two percentages of a volume of integers lie, from its histogram, as
 * `{ min, max }`: exactly NumPy's `percentile` (linear between ranks). Of 32 bits they are
 * `percentileOfKeys`. Costs no GPU time.
 */
export const percentileRange = declareOp({
  name: 'percentileRange',
  kind: 'host',
  inputs: { histogram: valueInput<Histogram>() },
  params: {
    percentiles: pair(
      { rising: true, min: 0, max: 100, unit: 'percent' },
      'Percentages of the voxels that lie below the lower and below the upper value.',
    ),
  },
  exactness: 'exact',
  result: () => yields.plain<Span>(),
  notes: () => ({ percentile: 'linear between ranks' }),
});
