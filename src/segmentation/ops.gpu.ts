import type { Implementation } from '../implement/index.js';
import { clearBorderOnGpu } from './clear_border.gpu.js';
import { componentsOnGpu } from './components.gpu.js';
import { distanceOnGpu } from './distance.gpu.js';
import { equalsOnGpu } from './equals.gpu.js';
import { foregroundOnGpu } from './foreground.gpu.js';
import { otsuThresholdOnHost } from './otsu_threshold.gpu.js';
import { removeSmallOnGpu } from './remove_small.gpu.js';
import { separateOnGpu } from './separate.gpu.js';
import { thresholdOnGpu } from './threshold.gpu.js';
import { toLabelsOnGpu } from './to_labels.gpu.js';
import { toPhasesOnGpu } from './to_phases.gpu.js';

/** How the GPU computes the ops of this folder. Loaded when a recipe first needs one of them. */
export const SEGMENTATION_ON_GPU: readonly Implementation[] = [
  clearBorderOnGpu,
  componentsOnGpu,
  distanceOnGpu,
  equalsOnGpu,
  foregroundOnGpu,
  otsuThresholdOnHost,
  removeSmallOnGpu,
  separateOnGpu,
  thresholdOnGpu,
  toLabelsOnGpu,
  toPhasesOnGpu,
];
