import type { WindowSize } from '../../filters/window.js';
import type { Length } from '../../recipe/length.js';
import type { BorderOptions } from './border.js';

/** The Gaussian of a filter. */
export interface GaussianOptions extends BorderOptions {
  /** Standard deviation in the volume's unit, or `voxels(n)`. */
  readonly sigma: Length;
  /** Where the Gaussian is cut, in σ. Default 4. */
  readonly truncate?: number | undefined;
}

/** One of a matrix's three eigenvalues: 0 the greatest (default), 1 the middle, 2 the least. */
export interface EigenvalueOptions extends GaussianOptions {
  readonly which?: 0 | 1 | 2 | undefined;
}

/** The spatial and the intensity window of a bilateral filter. */
export interface BilateralOptions extends BorderOptions {
  /** Standard deviation of the spatial weight. Default 1.5 voxels. */
  readonly sigma?: Length | undefined;
  /** Standard deviation of the weight of differences, in intensity. Default 2.5 times the estimated noise. */
  readonly contrast?: number | undefined;
  /** Where the box is cut, in σ. Default 2. */
  readonly truncate?: number | undefined;
}

/** Windows and strength of non-local means. */
export interface NonLocalMeansOptions extends BorderOptions {
  /** Box that is compared: 1, 3, 5 or 7 voxels, for all axes or one each. Default 3. */
  readonly patch?: WindowSize | undefined;
  /** Box that is searched: an odd number of voxels up to 31, for all axes or one each. Default 11. */
  readonly search?: WindowSize | undefined;
  /** Fall-off of weights, in intensity. Default 0.8 times the noise. */
  readonly h?: number | undefined;
  /** Standard deviation of the noise, in intensity. Default: estimated. */
  readonly noise?: number | undefined;
}

/** Steps of a diffusion. */
export interface DiffusionOptions {
  /** 1 to 64. Default 10. */
  readonly iterations?: number | undefined;
  /** Differences well above it stay, in intensity. Default twice the estimated noise. */
  readonly contrast?: number | undefined;
  /** exp(−(s/K)²) (default) or 1/(1 + (s/K)²). */
  readonly conductance?: 'exponential' | 'rational' | undefined;
  /** Time step, in squares of the smallest spacing. Default, and at most: 1/6 of cubic voxels. */
  readonly step?: number | undefined;
}

/** Strength and steps of total-variation denoising. */
export interface TotalVariationOptions {
  /** Weight of the total variation, in intensity. Default 0.7 times the estimated noise. */
  readonly weight?: number | undefined;
  /** 1 to 128. Default 30. */
  readonly iterations?: number | undefined;
}
