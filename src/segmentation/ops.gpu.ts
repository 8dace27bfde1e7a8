import type { Implementation } from '../implement/index.js';
import { chooseLabelsOnHost } from './choose_labels.gpu.js';
import { componentsOnGpu } from './components.gpu.js';
import { distanceOnGpu } from './distance.gpu.js';
import { equalsOnGpu } from './equals.gpu.js';
import { foregroundOnGpu } from './foreground.gpu.js';
import { histogramThresholdOnHost } from './histogram_threshold.gpu.js';
import { keepLabelsOnGpu, maskOfLabelsOnGpu } from './keep_labels.gpu.js';
import { labelFacesOnGpu } from './label_faces.gpu.js';
import { labelSizesOnGpu } from './label_sizes.gpu.js';
import { labelsInOnGpu } from './labels_in.gpu.js';
import { classifyOnGpu, multiOtsuThresholdsOnHost } from './multi_otsu.gpu.js';
import { otsuThresholdOnHost } from './otsu_threshold.gpu.js';
import { separateOnGpu } from './separate.gpu.js';
import { skeletonOnGpu } from './skeleton.gpu.js';
import { sliceParityOnGpu } from './slice_parity.gpu.js';
import { thresholdOnGpu } from './threshold.gpu.js';
import { toLabelsOnGpu } from './to_labels.gpu.js';
import { toPhasesOnGpu } from './to_phases.gpu.js';
import { watershedOnGpu } from './watershed.gpu.js';

/** How the GPU computes the ops of this folder. Loaded when a recipe first needs one of them. */
export const SEGMENTATION_ON_GPU: readonly Implementation[] = [
  chooseLabelsOnHost,
  componentsOnGpu,
  distanceOnGpu,
  equalsOnGpu,
  foregroundOnGpu,
  histogramThresholdOnHost,
  classifyOnGpu,
  multiOtsuThresholdsOnHost,
  keepLabelsOnGpu,
  maskOfLabelsOnGpu,
  labelFacesOnGpu,
  labelSizesOnGpu,
  labelsInOnGpu,
  otsuThresholdOnHost,
  separateOnGpu,
  skeletonOnGpu,
  sliceParityOnGpu,
  thresholdOnGpu,
  toLabelsOnGpu,
  toPhasesOnGpu,
  watershedOnGpu,
];
