import { implementOnHost } from '../implement/index.js';
import type { Percentile, SizeDistributionValue, WeightedSizes } from './size_distribution.js';
import { sizesInRegion } from './sizes_in_region.js';

const REASON = 'objects were chosen by a region, and intervals rest on blocks of the whole volume';

function withoutInterval({ value }: Percentile): Percentile {
  return { value, interval: null };
}

function withoutIntervals(sizes: WeightedSizes): WeightedSizes {
  return {
    ...sizes,
    d10: withoutInterval(sizes.d10),
    d50: withoutInterval(sizes.d50),
    d90: withoutInterval(sizes.d90),
    meanInterval: null,
    meanReason: REASON,
    reason: REASON,
  };
}

/** {@link sizesInRegion}, on the host. */
export const sizesInRegionOnHost = implementOnHost(
  sizesInRegion,
  ({ inputs: { sizes } }): SizeDistributionValue => ({
    ...sizes,
    number: withoutIntervals(sizes.number),
    volume: withoutIntervals(sizes.volume),
  }),
);
