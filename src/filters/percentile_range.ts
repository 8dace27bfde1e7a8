import { declareOp, input } from '../recipe/op.js';
import { pair } from './pair.js';

/**
 * The values below which two percentages of a volume lie, from its histogram, as `{ min, max }`. Integers:
 * exactly NumPy's `percentile` (linear between ranks). f32: linear within the bins of the histogram, so to
 * one bin of its range. Costs no GPU time.
 */
export const percentileRange = declareOp({
  name: 'percentileRange',
  kind: 'reduce',
  inputs: { histogram: input('value') },
  params: { percentiles: pair({ rising: true, min: 0, max: 100 }) },
  exactness: 'exact',
  result: () => ({ kind: 'value' }),
  notes: () => ({ percentile: 'linear between ranks; of f32, within histogram bins' }),
});
