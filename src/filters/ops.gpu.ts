// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import type { Implementation } from '../implement/index.js';
import { alignSlicesOnGpu } from './align_slices.gpu.js';
import { anisotropicDiffusionOnGpu } from './anisotropic_diffusion.gpu.js';
import { arithmeticOnGpu, integerArithmeticOnGpu } from './arithmetic.gpu.js';
import { backgroundOnGpu } from './background.gpu.js';
import { bilateralOnGpu } from './bilateral.gpu.js';
import { binOnGpu } from './bin.gpu.js';
import { castOnGpu, asVolumeOnGpu } from './cast.gpu.js';
import { combineOnGpu, invertOnGpu } from './combine.gpu.js';
import { cropOnGpu } from './crop.gpu.js';
import {
  gaussianDerivativeOnGpu,
  gradientMagnitudeOnGpu,
  laplacianOnGpu,
  hessianEigenvalueOnGpu,
  structureEigenvalueOnGpu,
} from './derivatives.gpu.js';
import { driftOnGpu, addDriftOnHost } from './drift.gpu.js';
import { flattenOnGpu } from './flatten.gpu.js';
import { padOnGpu, flipOnGpu, resampleOnGpu } from './gather.gpu.js';
import { gaussianOnGpu } from './gaussian.gpu.js';
import { greyErodeOnGpu, greyDilateOnGpu } from './grey_morphology.gpu.js';
import { heldOnGpu } from './held.gpu.js';
import { levelSpanOnHost } from './level_span.gpu.js';
import { localContrastOnGpu } from './local_contrast.gpu.js';
import {
  clipOnGpu,
  greyInvertOnGpu,
  rescaleOnGpu,
  percentileRangeOnHost,
} from './map_values.gpu.js';
import { medianOnGpu } from './median.gpu.js';
import { nonLocalMeansOnGpu } from './non_local_means.gpu.js';
import { percentileBinsOnHost, percentileOfKeysOnHost } from './percentile_of_keys.gpu.js';
import { polarOnGpu } from './polar.gpu.js';
import { rankOnGpu } from './rank.gpu.js';
import { removeRingsOnGpu } from './remove_rings.gpu.js';
import { removeStripesOnGpu } from './remove_stripes.gpu.js';
import { resampleToOnGpu } from './resample_to.gpu.js';
import { ringClassesOnGpu } from './ring_classes.gpu.js';
import { ringProfileOnGpu } from './ring_profile.gpu.js';
import { sliceLevelsOnGpu } from './slice_levels.gpu.js';
import { sobelMagnitudeOnGpu } from './sobel_magnitude.gpu.js';
import { stripeClassesOnGpu } from './stripe_classes.gpu.js';
import { stripeProfileOnGpu } from './stripe_profile.gpu.js';
import { totalVariationOnGpu } from './total_variation.gpu.js';
import { unsharpOnGpu } from './unsharp.gpu.js';
import { warpOnGpu } from './warp.gpu.js';

/** How the ops of this folder are computed. Loaded when a recipe first needs one of them. */
export const FILTERS_ON_GPU: readonly Implementation[] = [
  alignSlicesOnGpu,
  anisotropicDiffusionOnGpu,
  arithmeticOnGpu,
  integerArithmeticOnGpu,
  backgroundOnGpu,
  bilateralOnGpu,
  binOnGpu,
  castOnGpu,
  asVolumeOnGpu,
  combineOnGpu,
  invertOnGpu,
  cropOnGpu,
  gaussianDerivativeOnGpu,
  gradientMagnitudeOnGpu,
  laplacianOnGpu,
  hessianEigenvalueOnGpu,
  structureEigenvalueOnGpu,
  driftOnGpu,
  addDriftOnHost,
  flattenOnGpu,
  padOnGpu,
  flipOnGpu,
  resampleOnGpu,
  gaussianOnGpu,
  greyErodeOnGpu,
  greyDilateOnGpu,
  heldOnGpu,
  levelSpanOnHost,
  localContrastOnGpu,
  clipOnGpu,
  greyInvertOnGpu,
  rescaleOnGpu,
  percentileRangeOnHost,
  medianOnGpu,
  nonLocalMeansOnGpu,
  percentileBinsOnHost,
  percentileOfKeysOnHost,
  polarOnGpu,
  rankOnGpu,
  removeRingsOnGpu,
  removeStripesOnGpu,
  resampleToOnGpu,
  ringClassesOnGpu,
  ringProfileOnGpu,
  sliceLevelsOnGpu,
  sobelMagnitudeOnGpu,
  stripeClassesOnGpu,
  stripeProfileOnGpu,
  totalVariationOnGpu,
  unsharpOnGpu,
  warpOnGpu,
];
