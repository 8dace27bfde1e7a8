import type { Border } from '../../filters/border.js';
import type { Length } from '../../recipe/length.js';
import type { Mask } from '../mask.js';

/** What is made equal in all slices. */
export interface FlattenSlicesOptions {
  /** 'both' (default) gain and offset, or one of them. */
  readonly correct?: 'both' | 'offset' | 'gain' | undefined;
  /** Slices whose median is the aim, an odd number: slower changes are kept. Default: all slices. */
  readonly window?: number | undefined;
}

/** Which smooth background is taken out of slices. */
export interface FlattenBackgroundOptions {
  /** Degree of the polynomial in x and y, 1 to 3. Default 2. */
  readonly degree?: 1 | 2 | 3 | undefined;
  /** 'additive' (default): it is subtracted. 'multiplicative': it is divided by. */
  readonly model?: 'additive' | 'multiplicative' | undefined;
  /** How often the two classes are told apart anew, 1 to 6. Default 2. */
  readonly passes?: number | undefined;
  /** Fit these voxels only, of one material, instead of two classes of all. */
  readonly within?: Mask | undefined;
}

/** Which stripes are taken out of slices. */
export interface RemoveStripesOptions {
  /** The axis along the stripes. Default 'y'. */
  readonly along?: 'x' | 'y' | undefined;
  /** What is as wide as this, or wider, is no stripe and is kept. Default: no width is. */
  readonly width?: Length | undefined;
  /** How long stripes stay as they are along themselves. Default: all the way. */
  readonly length?: Length | undefined;
  /** Rounds of telling two classes apart, 0 to 6. Default 2; 0 for material without two levels. */
  readonly passes?: number | undefined;
}

/** Which rings are taken out of slices. */
export interface RemoveRingsOptions {
  /** Their centre [x, y] in index coordinates. Default: the middle of the slices. */
  readonly centre?: readonly [x: number, y: number] | undefined;
  /** What is as wide as this, or wider, is no ring and is kept. Default: no width is. */
  readonly width?: Length | undefined;
  /** Rounds of telling two classes apart, 0 to 6. Default 2; 0 for material without two levels. */
  readonly passes?: number | undefined;
}

/** How the drift of a stack is found. */
export interface DriftOptions {
  /** With how many slices before it each slice is compared, 1 to 8. Default 2. */
  readonly lags?: number | undefined;
  /** How far two compared slices lie apart at most. Default: a quarter of a slice. */
  readonly reach?: Length | undefined;
  /** 1 to 6: once in the stack, then in the aligned one, since a window draws shifts to 0. Default 2. */
  readonly passes?: number | undefined;
}

/** How slices are aligned. */
export interface AlignSlicesOptions extends DriftOptions {
  /** How values between voxels are made: 'cubic' (default) or 'linear'. */
  readonly method?: 'linear' | 'cubic' | undefined;
  /** What is read outside of a slice: 'reflect' (default), 'nearest' or 'constant'. */
  readonly border?: Border | undefined;
  /** The constant. Default 0. */
  readonly value?: number | undefined;
}
