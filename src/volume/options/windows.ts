import type { WindowSize } from '../../filters/window.js';
import type { Length } from '../../recipe/length.js';
import type { BorderOptions } from './border.js';

/** The structuring element of grey morphology: a box or a ball. */
export interface MorphologyOptions extends BorderOptions {
  /** Box: an odd number of voxels up to 255, for all axes or one each for x, y, z. Default 3. */
  readonly size?: WindowSize | undefined;
  /** Ball, in place of a box: voxels whose centres are within this length; at most 32 voxels along an axis. */
  readonly radius?: Length | undefined;
}

/** The window of a median. */
export interface MedianOptions extends BorderOptions {
  /** Box: an odd number of voxels up to 11, for all axes or one each for x, y, z. Default 3. */
  readonly size?: WindowSize | undefined;
  /** Ball, in place of a box: voxels whose centres are within this length; at most 5 voxels along an axis. */
  readonly radius?: Length | undefined;
}

/** Which value of its sorted window a voxel becomes. */
export interface RankOptions extends MedianOptions {
  /** 0 … 100: index ⌊n · percentile / 100⌋ of the n sorted values, at most n − 1. Default 50. */
  readonly percentile?: number | undefined;
}

/** The window of a local contrast normalisation. */
export interface LocalContrastOptions extends BorderOptions {
  /** Box: an odd number of voxels, for all axes or one each; at most 65535 voxels in all. Default 31. */
  readonly size?: WindowSize | undefined;
  /** Added to the standard deviation, in intensity. Default: one grey level. */
  readonly epsilon?: number | undefined;
}
