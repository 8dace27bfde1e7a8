import { implementOnHost } from '../implement/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { floatBelow } from '../stats/histogram_bins.js';
import { otsuBin } from './otsu.js';
import { otsuThreshold } from './otsu_threshold.js';

/** The error where no cut divides the values: there are none, or all are equal to `min`. */
export function nothingToDivide(op: string, values: number, min: number): VoxmetryError {
  return new VoxmetryError(
    values === 0 ? 'empty-phase' : 'invalid-argument',
    values === 0
      ? `${op}: there is no value to choose a threshold from. Give a volume with finite values, or a mask that is not empty.`
      : `${op}: all voxels have nearly the same value, ${String(min)}, so nothing can be told apart. Check the input, or use threshold({ lo, hi }).`,
    { op, details: { min } },
  );
}

/** {@link otsuThreshold}, on the host. */
export const otsuThresholdOnHost = implementOnHost(otsuThreshold, ({ inputs }) => {
  const { counts, start, edges, min } = inputs.histogram;
  const bin = otsuBin(counts);
  if (bin === undefined) throw nothingToDivide('otsuThreshold', counts.length, min);
  return edges === null ? start + bin : floatBelow(edges[bin + 1]!);
});
