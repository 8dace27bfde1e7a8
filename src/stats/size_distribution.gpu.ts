import { implementOnHost } from '../implement/index.js';
import { volumeOf } from '../recipe/geometry.js';
import { cumulative, describedDensity, describedSizes, reasonForNone } from './described_sizes.js';
import { likenessOf } from './object_likeness.js';
import { sizedObjects } from './sized_objects.js';
import {
  sizeDistribution,
  type NumberDensity,
  type SizeDistributionValue,
} from './size_distribution.js';

/** {@link sizeDistribution}, on the host. */
export const sizeDistributionOnHost = implementOnHost(
  sizeDistribution,
  ({ inputs: { measures }, params }): SizeDistributionValue => {
    const { diameter: by, border, minVoxels } = params;
    const { objects, ...counts } = sizedObjects(measures, by, border, minVoxels);
    const { size, spacing, unit } = measures.window;
    const countUsed = objects.diameter.length;
    const likeness = likenessOf(objects);
    const reason = reasonForNone(countUsed, likeness);
    /** Numbers per voxel as numbers per volume; per area of a single slice, per length of a row. */
    const density = (): NumberDensity => {
      const perVoxel = describedDensity(objects, reason);
      const used = spacing.filter((_, axis) => size[axis]! > 1);
      const voxel = volumeOf([used[0] ?? 1, used[1] ?? 1, used[2] ?? 1]);
      const { value, interval } = perVoxel;
      return {
        value: value / voxel,
        interval: interval && [interval[0] / voxel, interval[1] / voxel],
        unit: used.length === 0 ? '' : `1/${unit}${['', '', '²', '³'][used.length]!}`,
      };
    };
    return {
      diameter: by,
      unit,
      border,
      minVoxels,
      count: counts.count,
      countBorder: counts.countBorder,
      countInterior: counts.count - counts.countBorder,
      countUsed,
      countSmall: counts.countSmall,
      volumeSmall: counts.volumeSmall,
      confidence: 0.95,
      independent: likeness.independent,
      numberDensity: border === 'weighted' ? density() : null,
      number: describedSizes(objects, 'number', reason, likeness.inflation),
      volume: describedSizes(objects, 'volume', reason, likeness.inflation),
      curve: {
        diameter: objects.diameter,
        number: cumulative(objects, 'number'),
        volume: cumulative(objects, 'volume'),
      },
    };
  },
);
