import type { SizeDistribution, Table } from '../index.js';
import type { Analysis, Percentiles, SmallParticles } from './analysis.js';

/** Below so many voxels, the shape and the size of a particle mean little. */
const SMALL_VOXELS = 50;

const DIAMETER_NAMES = {
  equivalentDiameter: 'diameter of the sphere of equal volume',
  inscribedDiameter: 'diameter of the largest inscribed sphere',
} as const;

/** The library's size distribution in the report's words. */
export function particleResults(
  sizes: SizeDistribution,
  table: Table,
  minVoxels: number | null,
): Analysis['particles'] {
  return {
    count: sizes.count,
    border: sizes.countBorder,
    countInterior: sizes.countInterior,
    byNumber: percentiles(sizes.number),
    byVolume: percentiles(sizes.volume),
    minVoxels,
    small: smallOf(table.column('voxels')),
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

function smallOf(voxels: ArrayLike<number>): SmallParticles {
  const all = Array.from(voxels);
  const small = all.filter((n) => n < SMALL_VOXELS);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  return {
    below: SMALL_VOXELS,
    count: small.length,
    byNumber: all.length === 0 ? 0 : small.length / all.length,
    byVolume: all.length === 0 ? 0 : sum(small) / sum(all),
  };
}
