import {
  bottomHatNode,
  greyCloseNode,
  greyDilate,
  greyErode,
  greyOpenNode,
  topHatNode,
} from '../../filters/grey_morphology.js';
import { localContrastNode } from '../../filters/local_contrast.js';
import { rank } from '../../filters/rank.js';
import type { LocalContrastOptions, MorphologyOptions, RankOptions } from '../options/windows.js';
import type { Volume } from '../volume.js';
import type { Dtype } from '../../recipe/dtype.js';
import { Derivatives } from './derivatives.js';

/** Order statistics and contrast of a window around each voxel. */
export abstract class Windows<D extends Dtype> extends Derivatives<D> {
  /** The least value of a box or ball around each voxel: grey erosion. Exact; NaN ranks above +∞. */
  erode(options: MorphologyOptions = {}): Volume<D> {
    return this.wrap(this.apply(greyErode, { volume: this.node }, options));
  }

  /** The greatest value of a box or ball around each voxel: grey dilation. Exact; NaN ranks above +∞. */
  dilate(options: MorphologyOptions = {}): Volume<D> {
    return this.wrap(this.apply(greyDilate, { volume: this.node }, options));
  }

  /** The minimum filter: {@link Volume.erode} by another name. */
  minimum(options: MorphologyOptions = {}): Volume<D> {
    return this.erode(options);
  }

  /** The maximum filter: {@link Volume.dilate} by another name. */
  maximum(options: MorphologyOptions = {}): Volume<D> {
    return this.dilate(options);
  }

  /** Erosion, then dilation: bright details smaller than the element go. */
  opening(options: MorphologyOptions = {}): Volume<D> {
    return this.wrap(greyOpenNode(this.node, { ...options }));
  }

  /** Dilation, then erosion: dark details smaller than the element go. */
  closing(options: MorphologyOptions = {}): Volume<D> {
    return this.wrap(greyCloseNode(this.node, { ...options }));
  }

  /** Volume − opening, saturating: what is bright and smaller than the element. */
  topHat(options: MorphologyOptions = {}): Volume<D> {
    return this.wrap(topHatNode(this.node, { ...options }));
  }

  /** Closing − volume, saturating: what is dark and smaller than the element. */
  bottomHat(options: MorphologyOptions = {}): Volume<D> {
    return this.wrap(bottomHatNode(this.node, { ...options }));
  }

  /** The value at a percentile of the sorted box around each voxel; exact, as SciPy's `percentile_filter`. */
  rank(options: RankOptions = {}): Volume<D> {
    return this.wrap(this.apply(rank, { volume: this.node }, options));
  }

  /** (v − local mean) / (local standard deviation + epsilon), over a box; f32. Independent of bricks. */
  localContrast(options: LocalContrastOptions = {}): Volume<'f32'> {
    return this.context.volume(localContrastNode(this.node, { ...options }));
  }
}
