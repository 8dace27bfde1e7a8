import { implementOnHost } from '../implement/index.js';
import { invalidArgument, VoxmetryError } from '../recipe/errors.js';
import { movedThreshold, thresholdLevels, type ThresholdLevels } from './threshold_levels.js';

/** {@link thresholdLevels}, on the host. */
export const thresholdLevelsOnHost = implementOnHost(
  thresholdLevels,
  ({ inputs: { above, noise }, params: { given, delta, steps, whole } }) => {
    const threshold = above ?? given;
    if (threshold === null)
      throw new VoxmetryError('internal', 'thresholdLevels has no threshold. Please report it.');
    const found = widthOf(noise, delta, whole);
    return {
      threshold,
      ...found,
      levels: Float64Array.from(
        { length: 4 * steps + 1 },
        (_, i) => threshold + ((i - 2 * steps) / steps) * found.delta,
      ),
    };
  },
);

function widthOf(
  noise: number | undefined,
  delta: number | null,
  whole: boolean,
): Pick<ThresholdLevels, 'delta' | 'deltaFrom' | 'noise'> {
  if (delta !== null) return { delta, deltaFrom: 'given', noise: null };
  const deviation = noise ?? 0;
  if (whole && deviation < 1) return { delta: 1, deltaFrom: 'grey level', noise: deviation };
  if (deviation > 0) return { delta: deviation, deltaFrom: 'noise', noise: deviation };
  throw invalidArgument(
    'sensitivity',
    'delta',
    undefined,
    'a number > 0: the volume has no noise to tell it by',
  );
}

/** {@link movedThreshold}, on the host. */
export const movedThresholdOnHost = implementOnHost(
  movedThreshold,
  ({ inputs: { levels }, params: { by } }) => levels.threshold + by * levels.delta,
);
