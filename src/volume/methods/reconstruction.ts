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
   * scikit-image's default is every neighbour (26).
   * Literature: Vincent, IEEE Trans. Image Process. 2 (1993) 176.
   *
   * @param options - `seed`: a volume of the same dtype; what is beyond this volume counts as it. `by`; `connectivity`.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 5, 5, 1, 7, 1]), size: [6, 1, 1] });
   * const seed = await lab.open({ data: new Uint8Array([0, 5, 0, 0, 0, 0]), size: [6, 1, 1] });
   * const { data } = await scan.reconstruct({ seed }).read();
   * console.assert(data.join() === '1,5,5,1,1,1'); // the peak without a seed is cut down
   * await lab.dispose();
   * ```
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

  /**
   * Mask of the regional maxima: plateaus whose neighbours are all lower. As scikit-image's `local_maxima`. Exact.
   * Cost: that of `reconstruct`, and a pass for the range.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 3, 3, 1, 2]), size: [5, 1, 1] });
   * const { data } = await scan.regionalMaxima().read();
   * console.assert(data.join() === '0,1,1,0,1');
   * await lab.dispose();
   * ```
   */
  regionalMaxima(options: Objects = {}): Mask {
    const params = { ...optionsOf('regionalMaxima', options), of: 'maxima' };
    return this.context.mask(extremaNode(this.node, params));
  }

  /**
   * Mask of the regional minima: plateaus whose neighbours are all higher. As scikit-image's `local_minima`. Exact.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([2, 1, 1, 3, 0]), size: [5, 1, 1] });
   * const { data } = await scan.regionalMinima().read();
   * console.assert(data.join() === '0,1,1,0,1');
   * await lab.dispose();
   * ```
   */
  regionalMinima(options: Objects = {}): Mask {
    const params = { ...optionsOf('regionalMinima', options), of: 'minima' };
    return this.context.mask(extremaNode(this.node, params));
  }

  /**
   * Mask of the tops that stand out by `h` (in intensity) or more: from which one must go down by `h` to reach higher
   * ground. As scikit-image's `h_maxima`.
   * Literature: Soille, Morphological Image Analysis (2nd ed. 2003), 6.3.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 5, 4, 6, 0, 3]), size: [6, 1, 1] });
   * const { data } = await scan.hMaxima({ h: 2 }).read();
   * console.assert(data.join() === '0,0,0,1,0,1'); // the 5 stands out by 1 alone
   * await lab.dispose();
   * ```
   */
  hMaxima(options: Objects & { readonly h: number }): Mask {
    return this.context.mask(extremaNode(this.node, depthParams('hMaxima', 'maxima', options)));
  }

  /**
   * Mask of the bottoms of depth `h` (in intensity) or more. As scikit-image's `h_minima`.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([9, 4, 5, 3, 9, 6]), size: [6, 1, 1] });
   * const { data } = await scan.hMinima({ h: 2 }).read();
   * console.assert(data.join() === '0,0,0,1,0,1');
   * await lab.dispose();
   * ```
   */
  hMinima(options: Objects & { readonly h: number }): Mask {
    return this.context.mask(extremaNode(this.node, depthParams('hMinima', 'minima', options)));
  }

  /**
   * Region grown from seeds: the voxels with lo ≤ v ≤ hi that are connected to a seed in the band. It is hysteresis
   * with seeds of any origin.
   * Cost: that of `components`, and a pass or two of 1 to 4 B/voxel.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([5, 5, 1, 5, 9]), size: [5, 1, 1] });
   * const { data } = await scan.growRegion({ seeds: scan.equals(9), lo: 5 }).read();
   * console.assert(data.join() === '0,0,0,1,1');
   * await lab.dispose();
   * ```
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
