import type { Dtype } from '../../recipe/dtype.js';
import { invalidArgument } from '../../recipe/errors.js';
import { optionsOf } from '../../recipe/params.js';
import { touchingNode, type Objects } from '../../segmentation/chosen_objects.js';
import { extremaNode } from '../../segmentation/extrema.js';
import { reconstruct } from '../../segmentation/reconstruct.js';
import { threshold } from '../../segmentation/threshold.js';
import type { Mask } from '../mask.js';
import type { Volume } from '../volume.js';
import { Thresholds } from './thresholds.js';

/** Where regions grow from and how far. */
export interface RegionOptions<D extends Dtype> extends Objects {
  /** Voxels to start from; those outside the band do nothing. */
  readonly seeds: Mask;
  /** Least value of the region. Default −∞. */
  readonly lo?: number | undefined;
  /** Greatest value of the region. Default ∞. */
  readonly hi?: number | undefined;
  /** Values to compare instead of this volume's, such as a smoothed copy. */
  readonly of?: Volume<D> | undefined;
}

/** Reconstruction, extrema and regions grown from seeds. All take `connectivity` 6 (default), 18 or 26. */
export abstract class Reconstruction<D extends Dtype> extends Thresholds<D> {
  /**
   * Grey-scale reconstruction of this volume from a seed: by 'dilation' (default) the seed grows under the volume, by
   * 'erosion' it sinks onto it, until nothing changes. As scikit-image's `reconstruction`. Exact.
   *
   * @param options - `seed`: a volume of the same dtype; what is beyond this volume counts as it. `by`; `connectivity`.
   * Literature: Vincent, IEEE Trans. Image Process. 2 (1993) 176.
   */
  reconstruct(
    options: Objects & {
      readonly seed: Volume<D>;
      readonly by?: 'dilation' | 'erosion' | undefined;
    },
  ): Volume<D> {
    const { seed, ...params } = optionsOf('reconstruct', options);
    const inputs = { volume: this.node, seed: this.other('reconstruct', 'seed', seed) };
    return this.context.volume(this.apply(reconstruct, inputs, params));
  }

  /** Mask of the regional maxima: plateaus whose neighbours are all lower. As scikit-image's `local_maxima`. Exact. */
  regionalMaxima(options: Objects = {}): Mask {
    const params = { ...optionsOf('regionalMaxima', options), of: 'maxima' };
    return this.context.mask(extremaNode(this.node, params));
  }

  /** Mask of the regional minima: plateaus whose neighbours are all higher. As scikit-image's `local_minima`. Exact. */
  regionalMinima(options: Objects = {}): Mask {
    const params = { ...optionsOf('regionalMinima', options), of: 'minima' };
    return this.context.mask(extremaNode(this.node, params));
  }

  /**
   * Mask of the tops that stand out by `h` (in intensity) or more: from which one must go down by `h` to reach higher
   * ground. As scikit-image's `h_maxima`.
   */
  hMaxima(options: Objects & { readonly h: number }): Mask {
    return this.context.mask(extremaNode(this.node, depthParams('hMaxima', 'maxima', options)));
  }

  /** Mask of the bottoms of depth `h` (in intensity) or more. As scikit-image's `h_minima`. */
  hMinima(options: Objects & { readonly h: number }): Mask {
    return this.context.mask(extremaNode(this.node, depthParams('hMinima', 'minima', options)));
  }

  /**
   * Region grown from seeds: the voxels with lo ≤ v ≤ hi that are connected to a seed in the band. It is hysteresis
   * with seeds of any origin.
   */
  growRegion(options: RegionOptions<D>): Mask {
    const {
      seeds,
      lo = -Infinity,
      hi = Infinity,
      of,
      ...objects
    } = optionsOf('growRegion', options);
    const volume = of === undefined ? this.node : this.other('growRegion', 'of', of);
    const band = this.apply(threshold, { volume }, { lo, hi });
    return this.context.mask(touchingNode(band, this.other('growRegion', 'seeds', seeds), objects));
  }
}

function depthParams(
  op: string,
  of: 'maxima' | 'minima',
  options: Objects & { readonly h: number },
): Readonly<Record<string, unknown>> {
  const { h, ...objects } = optionsOf(op, options);
  if (typeof h !== 'number' || !(h > 0) || !Number.isFinite(h))
    throw invalidArgument(op, 'h', h, 'a finite number > 0, in intensity');
  return { ...objects, h, of };
}
