import type { Dtype } from '../../recipe/dtype.js';
import { optionsOf } from '../../recipe/params.js';
import { touchingNode, type Objects } from '../../segmentation/chosen_objects.js';
import type { CutMethod } from '../../segmentation/histogram_cuts.js';
import { histogramThreshold } from '../../segmentation/histogram_threshold.js';
import { multiOtsuNode } from '../../segmentation/multi_otsu.js';
import { localThresholdNode } from '../../segmentation/local_threshold.js';
import { otsuThreshold } from '../../segmentation/otsu_threshold.js';
import { threshold } from '../../segmentation/threshold.js';
import { histogramNode } from '../../stats/histogram.js';
import type { Mask } from '../mask.js';
import type { LocalThresholdOptions } from '../options/local_threshold.js';
import type { Phases } from '../phases.js';
import { Corrections } from './corrections.js';

/** Where the histogram is taken that a threshold is chosen from. */
export interface WithinOptions {
  /** These voxels only; the result is of the whole volume. */
  readonly within?: Mask | undefined;
}

/** Thresholds: from intensities to masks and phases. */
export abstract class Thresholds<D extends Dtype> extends Corrections<D> {
  /**
   * Mask of the voxels with lo ≤ v ≤ hi; exact in every dtype, and NaN is in no band.
   *
   * @param band - `lo`, `hi` or both; a bound that is left out is infinite.
   */
  threshold(band: { readonly lo?: number | undefined; readonly hi?: number | undefined }): Mask {
    return this.context.mask(this.apply(threshold, { volume: this.node }, band));
  }

  /**
   * Mask of the voxels above Otsu's threshold (v > t): the one that maximises the variance between the
   * two classes of the histogram; the first maximum wins. `mask.thresholds()` gives t.
   *
   * @param options - `within` takes the histogram of these voxels only; the mask is of the whole volume.
   * Literature: Otsu, IEEE Trans. SMC 9 (1979) 62.
   */
  otsu(options: WithinOptions = {}): Mask {
    const histogram = histogramNode(this.node, this.within('otsu', options));
    const above = this.apply(otsuThreshold, { histogram });
    return this.context.mask(this.apply(threshold, { volume: this.node, above }));
  }

  /** Mask of the voxels above Li's threshold, of least cross entropy. Li and Tam, Pattern Recognit. Lett. 18 (1998) 771. */
  li(options: WithinOptions = {}): Mask {
    return this.#cut('li', options);
  }

  /** Mask of the voxels above Yen's threshold, of greatest correlation. Yen et al., IEEE Trans. Image Process. 4 (1995) 370. */
  yen(options: WithinOptions = {}): Mask {
    return this.#cut('yen', options);
  }

  /** Mask of the voxels above the triangle threshold, for one peak with a tail. Zack et al., J. Histochem. Cytochem. 25 (1977) 741. */
  triangle(options: WithinOptions = {}): Mask {
    return this.#cut('triangle', options);
  }

  /** Mask of the voxels above the threshold midway between the means of its sides. Ridler and Calvard, IEEE Trans. SMC 8 (1978) 630. */
  isodata(options: WithinOptions = {}): Mask {
    return this.#cut('isodata', options);
  }

  /** Mask of the voxels above the threshold of least error of two normal distributions. Kittler and Illingworth, Pattern Recognit. 19 (1986) 41. */
  minimumError(options: WithinOptions = {}): Mask {
    return this.#cut('minimumError', options);
  }

  /**
   * Phases by Otsu's thresholds for 2 to 5 classes, darkest first. Literature: Liao, Chen and Chung, J. Inf. Sci.
   * Eng. 17 (2001) 713.
   *
   * @param names - A name for every class: `['pore', 'binder', 'active']`.
   * @param options - `within` takes the histogram of these voxels only.
   */
  multiOtsu<N extends string>(names: readonly N[], options: WithinOptions = {}): Phases<N> {
    return this.context.phases(multiOtsuNode(this.node, names, this.within('multiOtsu', options)));
  }

  /**
   * Hysteresis: the components of the voxels with v ≥ `low` that have one with v ≥ `high`. As scikit-image's
   * `apply_hysteresis_threshold`, which takes v > low and v > high.
   *
   * @param options - `low`, `high`, and the `connectivity` of the components (default 6).
   */
  hysteresis(options: Objects & { readonly low: number; readonly high: number }): Mask {
    const { low, high, ...objects } = optionsOf('hysteresis', options);
    const above = this.apply(threshold, { volume: this.node }, { lo: low, hi: Infinity });
    const sure = this.apply(threshold, { volume: this.node }, { lo: high, hi: Infinity });
    return this.context.mask(touchingNode(above, sure, objects));
  }

  /**
   * Mask of the voxels above a threshold of their own, from the mean and standard deviation of the box around them: for
   * scans of uneven brightness.
   *
   * @param options - `method`: 'mean' (default; mean − `offset`), 'niblack' (mean − `k` · std) or 'sauvola'
   * (mean · (1 + `k` · (std / `r` − 1))); `size` of the box in voxels (odd, one or three; default 15); `k` (default 0.2);
   * `r` (default half the range of the dtype, of 32-bit volumes of the data); `border` as for filters; `within` takes mean and
   * standard deviation of these voxels only, so that the air around a sample does not count.
   */
  localThreshold(options: LocalThresholdOptions = {}): Mask {
    const { within: given, ...params } = optionsOf('localThreshold', options);
    const within = given && this.other('localThreshold', 'within', given);
    return this.context.mask(localThresholdNode(this.node, params, within));
  }

  #cut(method: CutMethod, options: WithinOptions): Mask {
    const histogram = histogramNode(this.node, this.within(method, options));
    const above = this.apply(histogramThreshold, { histogram }, { method });
    return this.context.mask(this.apply(threshold, { volume: this.node, above }));
  }
}
