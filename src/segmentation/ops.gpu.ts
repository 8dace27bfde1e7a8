// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import type { Implementation } from '../implement/index.js';
import { appliedThresholdsOnHost } from './applied_thresholds.gpu.js';
import { boxMorphologyOnGpu } from './box_morphology.gpu.js';
import { chooseLabelsOnHost } from './choose_labels.gpu.js';
import { componentsOnGpu } from './components.gpu.js';
import { distanceOnGpu } from './distance.gpu.js';
import { equalsOnGpu } from './equals.gpu.js';
import { expandLabelsOnGpu } from './expand_labels.gpu.js';
import { extremaOnGpu } from './extrema.gpu.js';
import { foregroundOnGpu } from './foreground.gpu.js';
import { histogramThresholdOnHost } from './histogram_threshold.gpu.js';
import { jointPhasesOnGpu } from './joint_phases.gpu.js';
import { keepLabelsOnGpu, maskOfLabelsOnGpu } from './keep_labels.gpu.js';
import { labelEdgesOnGpu } from './label_edges.gpu.js';
import { labelFacesOnGpu } from './label_faces.gpu.js';
import { labelSizesOnGpu } from './label_sizes.gpu.js';
import { labelsInOnGpu } from './labels_in.gpu.js';
import { labelsWithinOnGpu } from './labels_within.gpu.js';
import { localThresholdOnGpu } from './local_threshold.gpu.js';
import { multiOtsuThresholdsOnHost, classifyOnGpu } from './multi_otsu.gpu.js';
import { occurringIdsOnGpu } from './occurring_ids.gpu.js';
import { otsuBinsOnHost, otsuOfKeysOnHost, multiOtsuOfKeysOnHost } from './otsu_keys.gpu.js';
import { otsuLevelOnGpu } from './otsu_level.gpu.js';
import { otsuThresholdOnHost } from './otsu_threshold.gpu.js';
import { paintedOnGpu } from './painted.gpu.js';
import { phasesOfMasksOnGpu } from './phases_of_masks.gpu.js';
import { reconstructOnGpu } from './reconstruct.gpu.js';
import { renumberOnGpu } from './renumber.gpu.js';
import { labelsInBandsOnHost, listedLabelsOnHost } from './select_labels.gpu.js';
import { separateOnGpu } from './separate.gpu.js';
import { shapeOnGpu } from './shape.gpu.js';
import { skeletonOnGpu } from './skeleton.gpu.js';
import { sliceParityOnGpu } from './slice_parity.gpu.js';
import { thresholdOnGpu } from './threshold.gpu.js';
import { toLabelsOnGpu } from './to_labels.gpu.js';
import { toPhasesOnGpu } from './to_phases.gpu.js';
import { watershedOnGpu } from './watershed.gpu.js';

/** How the ops of this folder are computed. Loaded when a recipe first needs one of them. */
export const SEGMENTATION_ON_GPU: readonly Implementation[] = [
  appliedThresholdsOnHost,
  boxMorphologyOnGpu,
  chooseLabelsOnHost,
  componentsOnGpu,
  distanceOnGpu,
  equalsOnGpu,
  expandLabelsOnGpu,
  extremaOnGpu,
  foregroundOnGpu,
  histogramThresholdOnHost,
  jointPhasesOnGpu,
  keepLabelsOnGpu,
  maskOfLabelsOnGpu,
  labelEdgesOnGpu,
  labelFacesOnGpu,
  labelSizesOnGpu,
  labelsInOnGpu,
  labelsWithinOnGpu,
  localThresholdOnGpu,
  multiOtsuThresholdsOnHost,
  classifyOnGpu,
  occurringIdsOnGpu,
  otsuBinsOnHost,
  otsuOfKeysOnHost,
  multiOtsuOfKeysOnHost,
  otsuLevelOnGpu,
  otsuThresholdOnHost,
  paintedOnGpu,
  phasesOfMasksOnGpu,
  reconstructOnGpu,
  renumberOnGpu,
  labelsInBandsOnHost,
  listedLabelsOnHost,
  separateOnGpu,
  shapeOnGpu,
  skeletonOnGpu,
  sliceParityOnGpu,
  thresholdOnGpu,
  toLabelsOnGpu,
  toPhasesOnGpu,
  watershedOnGpu,
];
