import type { SizeDistribution } from '../index.js';
import type { Analysis, Percentiles } from './analysis.js';

const DIAMETER_NAMES = {
  equivalentDiameter: 'diameter of the sphere of equal volume',
  inscribedDiameter: 'diameter of the largest inscribed sphere',
} as const;

/** The library's size distribution in the report's words. */
export function particleResults(sizes: SizeDistribution): Analysis['particles'] {
  return {
    count: sizes.count,
    border: sizes.countBorder,
    countInterior: sizes.countInterior,
    byNumber: percentiles(sizes.number),
    byVolume: percentiles(sizes.volume),
    borderRule: sizes.border,
    diameter: DIAMETER_NAMES[sizes.diameter],
    curve: sizes.curve,
  };
}

function percentiles({
  d10,
  d50,
  d90,
  effective,
  reason,
}: SizeDistribution['number']): Percentiles {
  return {
    d10: { value: d10.value, interval95: d10.interval },
    d50: { value: d50.value, interval95: d50.interval },
    d90: { value: d90.value, interval95: d90.interval },
    effectiveNumber: effective,
    reason,
  };
}
