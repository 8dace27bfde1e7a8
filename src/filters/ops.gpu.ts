import type { Implementation } from '../implement/index.js';
import { alignSlicesOnGpu } from './align_slices.gpu.js';
import { anisotropicDiffusionOnGpu } from './anisotropic_diffusion.gpu.js';
import { arithmeticOnGpu, integerArithmeticOnGpu } from './arithmetic.gpu.js';
import { backgroundOnGpu } from './background.gpu.js';
import { bilateralOnGpu } from './bilateral.gpu.js';
import { binOnGpu } from './bin.gpu.js';
import { asVolumeOnGpu, castOnGpu } from './cast.gpu.js';
import { combineOnGpu, invertOnGpu } from './combine.gpu.js';
import { cropOnGpu } from './crop.gpu.js';
import {
  gaussianDerivativeOnGpu,
  gradientMagnitudeOnGpu,
  hessianEigenvalueOnGpu,
  laplacianOnGpu,
  structureEigenvalueOnGpu,
} from './derivatives.gpu.js';
import { addDriftOnHost, driftOnGpu } from './drift.gpu.js';
import { flattenOnGpu } from './flatten.gpu.js';
import { flipOnGpu, padOnGpu, resampleOnGpu } from './gather.gpu.js';
import { gaussianOnGpu } from './gaussian.gpu.js';
import { greyDilateOnGpu, greyErodeOnGpu } from './grey_morphology.gpu.js';
import { localContrastOnGpu } from './local_contrast.gpu.js';
import {
  clipOnGpu,
  greyInvertOnGpu,
  percentileRangeOnHost,
  rescaleOnGpu,
} from './map_values.gpu.js';
import { medianOnGpu } from './median.gpu.js';
import { nonLocalMeansOnGpu } from './non_local_means.gpu.js';
import { rankOnGpu } from './rank.gpu.js';
import { removeRingsOnGpu } from './remove_rings.gpu.js';
import { removeStripesOnGpu } from './remove_stripes.gpu.js';
import { resampleToOnGpu } from './resample_to.gpu.js';
import { ringClassesOnGpu } from './ring_classes.gpu.js';
import { ringProfileOnGpu } from './ring_profile.gpu.js';
import { sliceLevelsOnGpu } from './slice_levels.gpu.js';
import { stripeClassesOnGpu } from './stripe_classes.gpu.js';
import { stripeProfileOnGpu } from './stripe_profile.gpu.js';
import { totalVariationOnGpu } from './total_variation.gpu.js';
import { unsharpOnGpu } from './unsharp.gpu.js';

/** How the GPU computes the ops of this folder. Loaded when a recipe first needs one of them. */
export const FILTERS_ON_GPU: readonly Implementation[] = [
  alignSlicesOnGpu,
  anisotropicDiffusionOnGpu,
  arithmeticOnGpu,
  integerArithmeticOnGpu,
  backgroundOnGpu,
  bilateralOnGpu,
  binOnGpu,
  asVolumeOnGpu,
  castOnGpu,
  combineOnGpu,
  invertOnGpu,
  cropOnGpu,
  gaussianDerivativeOnGpu,
  gradientMagnitudeOnGpu,
  hessianEigenvalueOnGpu,
  laplacianOnGpu,
  structureEigenvalueOnGpu,
  addDriftOnHost,
  driftOnGpu,
  flattenOnGpu,
  flipOnGpu,
  padOnGpu,
  resampleOnGpu,
  resampleToOnGpu,
  gaussianOnGpu,
  greyDilateOnGpu,
  greyErodeOnGpu,
  localContrastOnGpu,
  clipOnGpu,
  greyInvertOnGpu,
  percentileRangeOnHost,
  rescaleOnGpu,
  medianOnGpu,
  nonLocalMeansOnGpu,
  rankOnGpu,
  removeRingsOnGpu,
  removeStripesOnGpu,
  ringClassesOnGpu,
  ringProfileOnGpu,
  sliceLevelsOnGpu,
  stripeClassesOnGpu,
  stripeProfileOnGpu,
  totalVariationOnGpu,
  unsharpOnGpu,
];
