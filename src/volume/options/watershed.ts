import type { Connectivity } from '../../segmentation/components.js';
import type { Labels } from '../labels.js';
import type { Mask } from '../mask.js';

/** From where, and through what, a volume is flooded. */
export interface WatershedOptions {
  /** Where water rises: objects whose labels the regions take. */
  readonly markers: Labels;
  /** Only there water goes; default everywhere. */
  readonly mask?: Mask | undefined;
  /** 6 (faces; default), 18 (and edges) or 26 (and corners). */
  readonly connectivity?: Connectivity | undefined;
  /** Leaves lines of 0 between regions of different labels; default false. */
  readonly ridges?: boolean | undefined;
}
