import { yields } from '../recipe/meta.js';
import { declareOp, valueInput } from '../recipe/op.js';
import { oneOf } from '../recipe/params.js';
import type { Histogram } from '../stats/histogram.js';
import { CUT_METHODS } from './histogram_cuts.js';

/**
 * A threshold of a histogram: a number t such that the foreground is v > t, chosen by a `method`:
 * 'li' (iterated minimum cross entropy), 'yen' (maximum correlation), 'triangle', 'isodata' (the
 * first that lies midway between the means of its two sides) or 'minimumError' (two normal
 * distributions). Decided in f64 from whole counts, so the same everywhere.
 *
 * Integers: the thresholds of scikit-image's `threshold_li`, `_yen`, `_triangle` and `_isodata`.
 * f32: by the histogram's 256 bins, so to 1/256 of the range of the finite values: a voxel far away
 * makes bins coarse for all others. t is the greatest f32 below the upper edge of the last
 * background bin (of Li: t itself, among the centres of bins), where scikit-image returns the
 * centre of that bin.
 *
 * Error `invalid-argument` where the histogram has fewer than two occupied bins. Costs no GPU time.
 */
export const histogramThreshold = declareOp({
  name: 'histogramThreshold',
  kind: 'host',
  inputs: { histogram: valueInput<Histogram>() },
  params: { method: oneOf(CUT_METHODS, undefined, 'How the threshold is found in the histogram.') },
  exactness: 'exact',
  result: () => yields.scalar(),
  notes: ({ method }) => ({
    threshold: `${method}: foreground v > t; of f32 to 1/256 of the range of the finite values`,
  }),
});
