import type { Implementation } from '../implement/index.js';
import { componentsOnGpu } from '../segmentation/components.gpu.js';
import { asVolumeOnGpu, castOnGpu } from '../filters/cast.gpu.js';
import { combineOnGpu, invertOnGpu } from '../filters/combine.gpu.js';
import { cropOnGpu } from '../filters/crop.gpu.js';
import { gaussianOnGpu } from '../filters/gaussian.gpu.js';
import { arithmeticOnGpu, integerArithmeticOnGpu } from '../filters/arithmetic.gpu.js';
import { binOnGpu } from '../filters/bin.gpu.js';
import { flipOnGpu, padOnGpu, resampleOnGpu } from '../filters/gather.gpu.js';
import { greyDilateOnGpu, greyErodeOnGpu } from '../filters/grey_morphology.gpu.js';
import { localContrastOnGpu } from '../filters/local_contrast.gpu.js';
import {
  clipOnGpu,
  greyInvertOnGpu,
  percentileRangeOnHost,
  rescaleOnGpu,
} from '../filters/map_values.gpu.js';
import { rankOnGpu } from '../filters/rank.gpu.js';
import { alignSlicesOnGpu } from '../filters/align_slices.gpu.js';
import { backgroundOnGpu } from '../filters/background.gpu.js';
import { addDriftOnHost, driftOnGpu } from '../filters/drift.gpu.js';
import { flattenOnGpu } from '../filters/flatten.gpu.js';
import { removeRingsOnGpu } from '../filters/remove_rings.gpu.js';
import { removeStripesOnGpu } from '../filters/remove_stripes.gpu.js';
import { ringClassesOnGpu } from '../filters/ring_classes.gpu.js';
import { stripeClassesOnGpu } from '../filters/stripe_classes.gpu.js';
import { ringProfileOnGpu } from '../filters/ring_profile.gpu.js';
import { sliceLevelsOnGpu } from '../filters/slice_levels.gpu.js';
import { stripeProfileOnGpu } from '../filters/stripe_profile.gpu.js';
import { anisotropicDiffusionOnGpu } from '../filters/anisotropic_diffusion.gpu.js';
import { bilateralOnGpu } from '../filters/bilateral.gpu.js';
import {
  gaussianDerivativeOnGpu,
  gradientMagnitudeOnGpu,
  hessianEigenvalueOnGpu,
  laplacianOnGpu,
  structureEigenvalueOnGpu,
} from '../filters/derivatives.gpu.js';
import { nonLocalMeansOnGpu } from '../filters/non_local_means.gpu.js';
import { totalVariationOnGpu } from '../filters/total_variation.gpu.js';
import { unsharpOnGpu } from '../filters/unsharp.gpu.js';
import { medianOnGpu } from '../filters/median.gpu.js';
import { distanceOnGpu } from '../segmentation/distance.gpu.js';
import { equalsOnGpu } from '../segmentation/equals.gpu.js';
import { foregroundOnGpu } from '../segmentation/foreground.gpu.js';
import { toLabelsOnGpu } from '../segmentation/to_labels.gpu.js';
import { toPhasesOnGpu } from '../segmentation/to_phases.gpu.js';
import { clearBorderOnGpu } from '../segmentation/clear_border.gpu.js';
import { removeSmallOnGpu } from '../segmentation/remove_small.gpu.js';
import { separateOnGpu } from '../segmentation/separate.gpu.js';
import { thresholdOnGpu } from '../segmentation/threshold.gpu.js';
import { otsuThresholdOnHost } from '../segmentation/otsu_threshold.gpu.js';
import { countOnGpu } from '../stats/count.gpu.js';
import { fractionOnGpu } from '../stats/fraction.gpu.js';
import { histogramOnGpu } from '../stats/histogram.gpu.js';
import { labelCountOnGpu } from '../stats/label_count.gpu.js';
import { measureOnGpu } from '../stats/measure.gpu.js';
import { momentsOnGpu } from '../stats/moments.gpu.js';
import { noiseOnGpu } from '../stats/noise.gpu.js';
import { rangeOnGpu } from '../stats/range.gpu.js';
import { sizeDistributionOnHost } from '../stats/size_distribution.gpu.js';

/** Every op that the engine can compute. */
const ALL: readonly Implementation[] = [
  thresholdOnGpu,
  medianOnGpu,
  arithmeticOnGpu,
  integerArithmeticOnGpu,
  binOnGpu,
  clipOnGpu,
  flipOnGpu,
  greyDilateOnGpu,
  greyErodeOnGpu,
  greyInvertOnGpu,
  localContrastOnGpu,
  padOnGpu,
  percentileRangeOnHost,
  rankOnGpu,
  resampleOnGpu,
  rescaleOnGpu,
  gaussianOnGpu,
  gaussianDerivativeOnGpu,
  gradientMagnitudeOnGpu,
  laplacianOnGpu,
  hessianEigenvalueOnGpu,
  structureEigenvalueOnGpu,
  unsharpOnGpu,
  bilateralOnGpu,
  nonLocalMeansOnGpu,
  anisotropicDiffusionOnGpu,
  totalVariationOnGpu,
  noiseOnGpu,
  alignSlicesOnGpu,
  backgroundOnGpu,
  addDriftOnHost,
  driftOnGpu,
  flattenOnGpu,
  removeRingsOnGpu,
  removeStripesOnGpu,
  ringClassesOnGpu,
  ringProfileOnGpu,
  stripeClassesOnGpu,
  sliceLevelsOnGpu,
  stripeProfileOnGpu,
  invertOnGpu,
  combineOnGpu,
  castOnGpu,
  asVolumeOnGpu,
  cropOnGpu,
  componentsOnGpu,
  removeSmallOnGpu,
  clearBorderOnGpu,
  toPhasesOnGpu,
  toLabelsOnGpu,
  foregroundOnGpu,
  equalsOnGpu,
  distanceOnGpu,
  separateOnGpu,
  otsuThresholdOnHost,
  countOnGpu,
  fractionOnGpu,
  histogramOnGpu,
  labelCountOnGpu,
  measureOnGpu,
  momentsOnGpu,
  rangeOnGpu,
  sizeDistributionOnHost,
];

/** Implementations by the name of their op. */
export const implementations: ReadonlyMap<string, Implementation> = new Map(
  ALL.map((implementation) => [implementation.op.name, implementation]),
);
