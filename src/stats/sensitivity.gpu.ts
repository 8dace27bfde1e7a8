import { implementOnHost } from '../implement/index.js';
import { volumeOf } from '../recipe/geometry.js';
import { areaOfCrossings, sharesOfPairs } from './area_of_crossings.js';
import type { FractionValue } from './fraction.js';
import type { LevelCrossings } from './level_crossings.js';
import { scoreInterval } from './score_interval.js';
import { sensitivity, sensitivityStep, type SensitivityValue } from './sensitivity.js';

const ESTIMATOR = 'all levels from one count; range: thresholds within delta; interval: sampling';

/** {@link sensitivityStep}, on the host. */
export const sensitivityStepOnHost = implementOnHost(
  sensitivityStep,
  ({ inputs: { before = [], levels, sizes, transport }, params: { by } }) => [
    ...before,
    {
      threshold: levels.threshold + by * levels.delta,
      d50:
        sizes === undefined
          ? null
          : { number: sizes.number.d50, volume: sizes.volume.d50, count: sizes.count },
      tortuosityFactor: transport?.tortuosityFactor ?? null,
    },
  ],
);

/** {@link sensitivity}, on the host. */
export const sensitivityOnHost = implementOnHost(
  sensitivity,
  ({
    inputs: { levels, counts, fraction, steps = [] },
    params: { side, estimator },
  }): SensitivityValue => {
    const { threshold, delta, deltaFrom, noise } = levels;
    const fractions = counts.above.map(
      (n) => (side === 'above' ? n : counts.total - n) / counts.total,
    );
    const surfaces = surfacesOf(counts, estimator);
    return {
      threshold,
      side,
      delta,
      deltaFrom,
      noise,
      fraction: {
        value: fraction.value,
        thresholdRange: rangeWithin(fractions),
        samplingInterval: fraction.interval,
        coverage: fraction.coverage,
        reason: fraction.reason,
      },
      surface:
        surfaces === null
          ? null
          : {
              perVolume: middleOf(surfaces),
              thresholdRange: rangeWithin(surfaces),
              estimator,
              border: 'open',
            },
      curve: {
        threshold: levels.levels,
        fraction: fractions,
        sampling: samplingOf(fraction, fractions),
        surfacePerVolume: surfaces,
      },
      steps,
      unit: counts.unit,
      estimator: ESTIMATOR,
    };
  },
);

const middleOf = (values: Float64Array): number => values[(values.length - 1) / 2]!;

/** Least and greatest within one delta: the middle half of the levels. */
function rangeWithin(values: Float64Array): readonly [number, number] {
  const quarter = (values.length - 1) / 4;
  const inner = values.subarray(quarter, values.length - quarter);
  return [
    inner.reduce((a, b) => Math.min(a, b), Infinity),
    inner.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
}

/** The surface per volume at each level; null where a direction has no pairs of neighbours. */
function surfacesOf(
  { total, pairs, crossings, size, spacing }: LevelCrossings,
  estimator: 'crofton13' | 'crofton3' | 'faces',
): Float64Array<ArrayBuffer> | null {
  if (size.some((n) => n < 2)) return null;
  const whole = total * volumeOf(spacing);
  const volumes = sharesOfPairs(pairs, whole);
  return Float64Array.from(crossings[0]!, (_, level) => {
    const own = crossings.map((of) => of[level]!);
    return total === 0 ? 0 : areaOfCrossings(estimator, own, volumes, spacing) / whole;
  });
}

/**
 * The interval at the threshold carried over to other fractions: Wilson's, in which a bound lies
 * quantile · √(variance) standard deviations off, as many everywhere.
 */
function samplingOf(
  { value, interval }: FractionValue,
  fractions: Float64Array<ArrayBuffer>,
): SensitivityValue['curve']['sampling'] {
  if (interval === null) return null;
  const bound = interval[1] < 1 ? interval[1] : interval[0];
  const variance = (bound - value) ** 2 / (bound * (1 - bound));
  const bounds = (end: 0 | 1): Float64Array<ArrayBuffer> =>
    fractions.map((p) => scoreInterval(p, variance, 1)[end]);
  return { lo: bounds(0), hi: bounds(1) };
}
