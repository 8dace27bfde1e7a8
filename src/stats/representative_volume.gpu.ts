import { implementOnHost } from '../implement/index.js';
import type { FractionValue } from './fraction.js';
import { representativeVolume, type RepresentativeVolumeValue } from './representative_volume.js';

const ERRORS = [0.01, 0.05, 0.1] as const;

/** {@link representativeVolume}, on the host. */
export const representativeVolumeOnHost = implementOnHost(
  representativeVolume,
  ({ inputs }): RepresentativeVolumeValue => {
    const { value, total, blocks, integralRange } = inputs.fraction as FractionValue;
    const scale = value * (1 - value);
    return {
      fraction: value,
      windows: blocks.map(({ size, count, integralRange: range }) => {
        const spread = Math.sqrt((scale * range) / size ** 3);
        return { size, count, spread, relative: spread / value };
      }),
      integralRange,
      needed:
        integralRange === null
          ? []
          : ERRORS.map((relativeError) => {
              const voxels = (scale * integralRange) / (relativeError * value) ** 2;
              return { relativeError, voxels, edge: Math.cbrt(voxels), reached: total >= voxels };
            }),
      estimator: 'cubes side by side; needed volumes from the integral range',
    };
  },
);
