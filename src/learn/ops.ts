// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import { eraseOp, type AnyOp } from '../recipe/op.js';
import { classifyVoxels, classProbability, classUncertainty } from './classify.js';
import { featureImportance } from './feature_importance.js';
import { featureRows } from './feature_rows.js';
import { inferClasses, inferValues, momentsSpan } from './neural/infer.js';
import { statedNetwork } from './neural/network.js';
import { statedClassifier, classifierJson } from './stored_classifier.js';
import { strokeVoxels } from './strokes.js';
import { trainClassifier } from './train_classifier.js';
import { validateClassifier, confusedClasses } from './validate_classifier.js';

/** The ops of this folder, as they are declared. */
export const LEARN: readonly AnyOp[] = [
  eraseOp(classifyVoxels),
  eraseOp(classProbability),
  eraseOp(classUncertainty),
  eraseOp(featureImportance),
  eraseOp(featureRows),
  eraseOp(inferClasses),
  eraseOp(inferValues),
  eraseOp(momentsSpan),
  eraseOp(statedNetwork),
  eraseOp(statedClassifier),
  eraseOp(classifierJson),
  eraseOp(strokeVoxels),
  eraseOp(trainClassifier),
  eraseOp(validateClassifier),
  eraseOp(confusedClasses),
];
