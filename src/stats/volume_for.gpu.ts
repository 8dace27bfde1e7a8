// How large a volume must be, on the host: it needs no GPU.
import { implementOnHost } from '../implement/index.js';
import { NORMAL_QUANTILE } from './distributions/normal.js';
import type { FractionValue } from './fraction.js';
import { volumeFor, VOLUME_FOR_ESTIMATOR, type Ranged, type VolumeForValue } from './volume_for.js';

/** Standard deviation of the logarithm of the volume needed. */
function spreadOfLog(
  { value: phi, integralRange, integralRangeInterval, effectiveSamples }: FractionValue,
  relative: boolean,
): number {
  const ofRange = Math.log(integralRangeInterval![1] / integralRange!) / NORMAL_QUANTILE;
  const ofLogit = 1 / Math.sqrt(effectiveSamples! * phi * (1 - phi));
  // d log(φ(1 − φ)) / d logit φ = 1 − 2φ, and d log((1 − φ)/φ) / d logit φ = −1.
  return Math.hypot(ofRange, relative ? ofLogit : (1 - 2 * phi) * ofLogit);
}

/** {@link volumeFor}, on the host. */
export const volumeForOnHost = implementOnHost(volumeFor, ({ inputs, params }): VolumeForValue => {
  const { fraction } = inputs;
  const { voxel, dimensions, unit } = params;
  const phi = fraction.value;
  const absoluteError = params.absoluteError ?? params.relativeError! * phi;
  const base = {
    absoluteError,
    relativeError: params.relativeError ?? absoluteError / phi,
    fraction: phi,
    unit,
    warnings: fraction.warnings,
    estimator: VOLUME_FOR_ESTIMATOR,
  };
  const { integralRange, total } = fraction;
  if (integralRange === null || dimensions === 0) {
    const reason = fraction.reason ?? 'of one voxel no structure can be told';
    return { ...base, voxels: null, volume: null, edge: null, times: null, reason };
  }
  const voxels = integralRange * phi * (1 - phi) * (NORMAL_QUANTILE / absoluteError) ** 2;
  const wide = Math.exp(NORMAL_QUANTILE * spreadOfLog(fraction, params.relativeError !== null));
  const ranged = (of: (count: number) => number): Ranged => ({
    value: of(voxels),
    interval: [of(voxels / wide), of(voxels * wide)],
  });
  return {
    ...base,
    voxels: ranged((n) => n),
    volume: ranged((n) => n * voxel),
    edge: ranged((n) => (n * voxel) ** (1 / dimensions)),
    times: ranged((n) => n / total),
    reason: null,
  };
});
