import { yields } from '../recipe/meta.js';
import { declareOp, valueInput } from '../recipe/op.js';
import type { Histogram } from '../stats/histogram.js';

/**
 * Otsu's threshold of a histogram (of 32-bit volumes see `otsuOfKeys`): a number t such that the
 * foreground is v > t. The cut with the greatest between-class variance, the first where several
 * are equal, decided in f64 from whole counts, so the same everywhere.
 *
 * Integers: t is the value of the last background bin; scikit-image's `threshold_otsu` gives the
 * same. f32: t is the greatest f32 below the upper edge of the last background bin, so v > t says
 * exactly "in a higher bin". scikit-image returns that bin's centre instead and so counts half of
 * it as foreground.
 *
 * Error `invalid-argument` where the histogram has fewer than two occupied bins. Costs no GPU time.
 * N. Otsu, IEEE Trans. Syst. Man Cybern. 9 (1979) 62–66, https://doi.org/10.1109/TSMC.1979.4310076.
 */
export const otsuThreshold = declareOp({
  name: 'otsuThreshold',
  kind: 'host',
  inputs: { histogram: valueInput<Histogram>() },
  params: {},
  exactness: 'exact',
  result: () => yields.scalar(),
  notes: () => ({ otsu: 'foreground v > t; first maximum of the between-class variance' }),
});
