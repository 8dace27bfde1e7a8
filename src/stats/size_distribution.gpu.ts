import { implementOnHost } from '../implement/index.js';
import { bootstrapIntervals, type Bounds } from './bootstrap.js';
import { effectiveNumber, LEAST_EFFECTIVE, meanInterval } from './distributions/mean.js';
import { sizedObjects } from './sized_objects.js';
import {
  sizeDistribution,
  type SizeDistributionValue,
  type WeightedSizes,
} from './size_distribution.js';
import { percentileIndex } from './weighted_percentile.js';

const LEVELS = [0.1, 0.5, 0.9] as const;

function describe(
  diameter: Float64Array,
  weights: Float64Array,
  effective: number,
  intervals: readonly Bounds[] | undefined,
): WeightedSizes {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let moment = 0;
  diameter.forEach((d, i) => (moment += d * weights[i]!));
  const mean = moment / total;
  let squares = 0;
  diameter.forEach((d, i) => (squares += weights[i]! * (d - mean) ** 2));
  const enough = effective >= LEAST_EFFECTIVE;
  const percentile = (p: number, at: number) => ({
    value: diameter[percentileIndex(weights, p, total)] ?? NaN,
    interval: enough ? (intervals?.[at] ?? null) : null,
  });
  return {
    d10: percentile(0.1, 0),
    d50: percentile(0.5, 1),
    d90: percentile(0.9, 2),
    mean,
    meanInterval: enough ? meanInterval(diameter, weights) : null,
    std: Math.sqrt(squares / total),
    effective,
    reason: enough
      ? null
      : `the objects are worth only ${effective.toFixed(1)} equally weighted ones, fewer than ${String(LEAST_EFFECTIVE)}: measure a larger volume`,
  };
}

function cumulative(weights: Float64Array): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  weights.forEach((weight, i) => (sums[i] = sum += weight));
  return sums.map((value) => value / sum);
}

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
      number: describe(diameter, number, effective.number, intervals?.[0]),
      volume: describe(diameter, volume, effective.volume, intervals?.[1]),
      curve: { diameter, number: cumulative(number), volume: cumulative(volume) },
    };
  },
);
