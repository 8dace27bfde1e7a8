import { yields } from '../recipe/meta.js';
import { declareOp, valueInput } from '../recipe/op.js';
import type { SizeDistributionValue } from './size_distribution.js';

/**
 * A size distribution of the objects of a region: the same without intervals, which rest on blocks
 * of the whole volume. On the host.
 */
export const sizesInRegion = declareOp({
  name: 'sizesInRegion',
  kind: 'host',
  inputs: { sizes: valueInput<SizeDistributionValue>() },
  params: {},
  exactness: 'exact',
  result: () => yields.result<SizeDistributionValue>(),
  notes: () => ({ interval: 'none of a region' }),
});
