// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import type { Implementation } from '../implement/index.js';
import {
  classifyVoxelsOnGpu,
  classProbabilityOnGpu,
  classUncertaintyOnGpu,
} from './classify.gpu.js';
import { featureImportanceOnHost } from './feature_importance.gpu.js';
import { featureRowsOnGpu } from './feature_rows.gpu.js';
import { inferClassesOnGpu, inferValuesOnGpu } from './neural/infer.gpu.js';
import { momentsSpanOnHost } from './neural/moments_span.gpu.js';
import { statedNetworkOnHost } from './neural/network.gpu.js';
import { statedClassifierOnHost, classifierJsonOnHost } from './stored_classifier.gpu.js';
import { strokeVoxelsOnGpu } from './strokes.gpu.js';
import { trainClassifierOnHost } from './train_classifier.gpu.js';
import { validateClassifierOnHost, confusedClassesOnHost } from './validate_classifier.gpu.js';

/** How the ops of this folder are computed. Loaded when a recipe first needs one of them. */
export const LEARN_ON_GPU: readonly Implementation[] = [
  classifyVoxelsOnGpu,
  classProbabilityOnGpu,
  classUncertaintyOnGpu,
  featureImportanceOnHost,
  featureRowsOnGpu,
  inferClassesOnGpu,
  inferValuesOnGpu,
  momentsSpanOnHost,
  statedNetworkOnHost,
  statedClassifierOnHost,
  classifierJsonOnHost,
  strokeVoxelsOnGpu,
  trainClassifierOnHost,
  validateClassifierOnHost,
  confusedClassesOnHost,
];
