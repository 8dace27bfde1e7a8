import type { WindowSize } from '../../filters/window.js';
import type { LocalMethod } from '../../segmentation/local_threshold.js';
import type { Mask } from '../mask.js';
import type { BorderOptions } from './border.js';

/** How a local threshold is chosen. */
export interface LocalThresholdOptions extends BorderOptions {
  /** Mean and standard deviation are of these voxels only; the result is of the whole volume. */
  readonly within?: Mask | undefined;
  /** From the mean, or from mean and standard deviation. Default 'mean'. */
  readonly method?: LocalMethod | undefined;
  /** Voxels of the box: odd, one for all axes or three. Default 15. */
  readonly size?: WindowSize | undefined;
  /** 'mean': how far below the mean the threshold lies, in intensity. Default 0. */
  readonly offset?: number | undefined;
  /** Weight of the standard deviation. Default 0.2. */
  readonly k?: number | undefined;
  /** 'sauvola': the largest standard deviation there is. */
  readonly r?: number | undefined;
}
