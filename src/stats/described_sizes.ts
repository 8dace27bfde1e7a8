// Weighted mean, deviation and percentiles of sizes, with intervals.
import { LEAST_EFFECTIVE, effectiveNumber, meanAndStd } from './distributions/mean.js';
import { MOST_SKEWNESS, weightedMeanSkewness } from './distributions/log_spread.js';
import {
  meanScoreInterval,
  percentileScoreInterval,
  sumScoreInterval,
  type Bounds,
  type Scored,
} from './distributions/score_intervals.js';
import type { Likeness } from './object_likeness.js';
import { BLOCK_PARTS } from './size_blocks.js';
import type { WeightedSizes } from './size_distribution.js';
import type { SizedObjects } from './sized_objects.js';
import { reachedIndex } from './weighted_percentile.js';

/** Likeness that reaches further than this part of the window's edge is not seen whole. */
const FARTHEST_LIKENESS = 0.125;

/** Why a distribution has no intervals; null where it has. */
export function reasonForNone(count: number, { length, independent }: Likeness): string | null {
  if (count < LEAST_EFFECTIVE)
    return `${String(count)} objects are fewer than ${String(LEAST_EFFECTIVE)}: measure a larger volume`;
  if (length > FARTHEST_LIKENESS)
    return `objects are alike in size over ${(100 * length).toFixed(0)} % of the volume's edge, more than ${String(100 * FARTHEST_LIKENESS)} %, so that ${String(count)} are worth only some ${independent.toFixed(0)}: measure a larger volume`;
  return null;
}

/** The coarse blocks of objects; a window of one voxel has none. */
function groupsOf({ coarse, axes }: SizedObjects) {
  return { of: coarse, count: BLOCK_PARTS[axes]!.coarse ** axes };
}

/** What stands for all weight in place of the weights: by volume what is seen, where it is. */
function wholeParts({ seen }: SizedObjects, weighting: 'number' | 'volume'): Scored['whole'] {
  if (weighting === 'number' || seen === undefined) return undefined;
  return { parts: seen.volume, of: seen.block };
}

/** The sum that percentiles are parts of. */
function wholeOf(weights: Float64Array, whole: Scored['whole']): number {
  return (whole?.parts ?? weights).reduce((sum, part) => sum + part, 0);
}

/**
 * Mean, deviation and percentiles of sizes by a weighting, with intervals unless there is a reason.
 */
export function describedSizes(
  objects: SizedObjects,
  weighting: 'number' | 'volume',
  reason: string | null,
  inflation: number,
): WeightedSizes {
  const { diameter } = objects;
  const weights = objects[weighting];
  const whole = wholeParts(objects, weighting);
  const scored: Scored = { values: diameter, weights, groups: groupsOf(objects), inflation, whole };
  const total = wholeOf(weights, whole);
  const percentile = (p: number) => ({
    value: diameter[reachedIndex(weights, p, total)] ?? NaN,
    interval: reason === null ? percentileScoreInterval(scored, p) : null,
  });
  const { mean, std } = meanAndStd(diameter, weights);
  const skewness =
    weighting === 'volume'
      ? weightedMeanSkewness(
          diameter,
          diameter.map((d) => d ** 3),
          objects.number,
        )
      : 0;
  const lacking = cutIsLarger(objects)
    ? "the volume's border cuts objects more than twice as large as any that lies whole in it: measure a larger volume, or take D50"
    : null;
  const skewed =
    skewness > MOST_SKEWNESS
      ? `the mean by volume hangs on a few of the largest objects (${String(diameter.length)} of this spread may give it a skewness of ${skewness.toPrecision(2)}, more than ${String(MOST_SKEWNESS)}): measure a larger volume, or take D50`
      : null;
  const meanReason = reason ?? lacking ?? skewed;
  return {
    d10: percentile(0.1),
    d50: percentile(0.5),
    d90: percentile(0.9),
    mean,
    meanInterval: meanReason === null ? meanScoreInterval(scored) : null,
    meanReason,
    std,
    effective: effectiveNumber(weights),
    reason,
  };
}

/** Whether at least twice as much is seen of a cut object as any whole one has. */
function cutIsLarger({ diameter, seen }: SizedObjects): boolean {
  if (seen === undefined) return false;
  const whole = seen.volume.subarray(0, diameter.length);
  const largest = whole.reduce((a, b) => Math.max(a, b), 0);
  return seen.volume.subarray(diameter.length).some((volume) => volume >= 2 * largest);
}

/** The number of objects per voxel of the window, with its interval. */
export function describedDensity(
  objects: SizedObjects,
  reason: string | null,
): { readonly value: number; readonly interval: Bounds | null } {
  const { number } = objects;
  return {
    value: number.reduce((sum, weight) => sum + weight, 0),
    interval: reason === null ? sumScoreInterval(number, groupsOf(objects)) : null,
  };
}

/** Running sums of a weighting, as parts of all; by volume of all that is seen, and at most 1. */
export function cumulative(
  objects: SizedObjects,
  weighting: 'number' | 'volume',
): Float64Array<ArrayBuffer> {
  const weights = objects[weighting];
  const whole = wholeOf(weights, wholeParts(objects, weighting));
  const parts = new Float64Array(weights.length);
  let sum = 0;
  weights.forEach((weight, i) => (parts[i] = Math.min(1, (sum += weight) / whole)));
  return parts;
}
