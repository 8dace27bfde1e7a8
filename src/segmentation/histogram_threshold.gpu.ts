import { implementOnHost } from '../implement/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { floatBelow } from '../stats/histogram_bins.js';
import { chooseCut } from './histogram_cuts.js';
import { histogramThreshold } from './histogram_threshold.js';

/** {@link histogramThreshold}, on the host. */
export const histogramThresholdOnHost = implementOnHost(
  histogramThreshold,
  ({ inputs, params: { method } }) => {
    const { counts, start, width, edges, min } = inputs.histogram;
    const centre = edges === null ? start : start + width / 2;
    const cut = counts.length < 2 ? undefined : chooseCut(method, { counts, start: centre, width });
    if (cut === undefined)
      throw new VoxmetryError(
        counts.length === 0 ? 'empty-phase' : 'invalid-argument',
        counts.length === 0
          ? `${method}: there is no value to choose a threshold from. Give a volume with finite values, or a mask that is not empty.`
          : `${method}: no value divides this histogram, whose least value is ${String(min)}. Check the input, or use threshold({ lo, hi }).`,
        { op: 'histogramThreshold', details: { method, min } },
      );
    if ('value' in cut) return cut.value;
    return edges === null ? start + cut.bin : floatBelow(edges[cut.bin + 1]!);
  },
);
