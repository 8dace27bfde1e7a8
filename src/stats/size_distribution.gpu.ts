import { implementOnHost } from '../implement/index.js';
import { bootstrapIntervals } from './bootstrap.js';
import { effectiveNumber, LEAST_EFFECTIVE } from './distributions/mean.js';
import { sizedObjects } from './sized_objects.js';
import { sizeDistribution, type SizeDistributionValue } from './size_distribution.js';
import { describedSizes, cumulative } from './described_sizes.js';

const LEVELS = [0.1, 0.5, 0.9] as const;

/** {@link sizeDistribution}, on the host. */
export const sizeDistributionOnHost = implementOnHost(
  sizeDistribution,
  ({ inputs: { measures }, params }): SizeDistributionValue => {
    const { diameter: by, border, draws, seed } = params;
    const { objects, count, countBorder } = sizedObjects(measures, by, border);
    const { diameter, number, volume } = objects;
    const effective = { number: effectiveNumber(number), volume: effectiveNumber(volume) };
    const intervals =
      Math.max(effective.number, effective.volume) >= LEAST_EFFECTIVE
        ? bootstrapIntervals(diameter, [number, volume], LEVELS, { draws, seed })
        : undefined;
    return {
      diameter: by,
      unit: measures.window.unit,
      border,
      count,
      countBorder,
      countInterior: count - countBorder,
      countUsed: diameter.length,
      confidence: 0.95,
      draws,
      seed,
      number: describedSizes(diameter, number, effective.number, intervals?.[0]),
      volume: describedSizes(diameter, volume, effective.volume, intervals?.[1]),
      curve: { diameter, number: cumulative(number), volume: cumulative(volume) },
    };
  },
);
