import type { BinBy } from '../../filters/bin.js';
import type { Border } from '../../filters/border.js';
import type { Interpolation } from '../../filters/resample.js';
import type { Axis, Vec3 } from '../../recipe/geometry.js';
import type { BorderOptions } from './border.js';

/** How many voxels are added where, and what they hold. */
export interface PadOptions {
  /** Voxels at the start of the axes: one number, or one each for x, y, z. Default 0. */
  readonly before?: number | Vec3 | undefined;
  /** Voxels at the end of the axes. Default 0. */
  readonly after?: number | Vec3 | undefined;
  /** 'constant' (default), 'nearest', or 'reflect' (d c b a | a b c d). */
  readonly border?: Border | undefined;
  /** The constant. Default 0. */
  readonly value?: number | undefined;
}

/** Which axes are mirrored. */
export interface FlipOptions {
  readonly axes: Axis | readonly Axis[];
}

/** The voxels to have, by `spacing` or by `size`, and how values between the old ones are made. */
export interface ResampleOptions<M extends Interpolation = Interpolation> extends BorderOptions {
  /** New distance of voxels, in the grid's unit: one number, or one each for x, y, z. */
  readonly spacing?: number | Vec3 | undefined;
  /** New number of voxels. */
  readonly size?: number | Vec3 | undefined;
  /** 'nearest', 'linear' (default) or 'cubic'. */
  readonly method?: M | undefined;
}

/** How many voxels become one, and how. */
export interface BinOptions {
  /** Voxels per block: one number, or one each for x, y, z. */
  readonly factor: number | Vec3;
  /** 'mean' (default), or 'mode': the most frequent value, the least of several. */
  readonly by?: BinBy | undefined;
}
