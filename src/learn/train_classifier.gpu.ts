import { implementOnHost } from '../implement/index.js';
import { invalidArgument } from '../recipe/errors.js';
import type { ClassifierValue } from './classifier.js';
import type { FeatureRows } from './feature_rows.js';
import { trainForest } from './forest/train_forest.js';
import { trainClassifier } from './train_classifier.js';

/** Whether a feature is the same in all rows. */
function isConstant({ values, features }: FeatureRows, feature: number): boolean {
  for (let at = feature; at < values.length; at += features)
    if (values[at] !== values[feature]) return false;
  return true;
}

/** {@link trainClassifier}, on the host. */
export const trainClassifierOnHost = implementOnHost(
  trainClassifier,
  ({ inputs: { strokes, rows }, params }): ClassifierValue => {
    const { facts, trees, depth, seed, maxFeatures } = params;
    const all = Array.from({ length: rows.features }, (_, feature) => feature);
    if (all.every((feature) => isConstant(rows, feature)))
      throw invalidArgument(
        'train',
        'strokes',
        'marks of which every feature is the same',
        'marks of classes that differ; is the volume constant where it is marked?',
      );
    const { forest, importance } = trainForest(
      {
        values: rows.values,
        labels: strokes.labels,
        strokes: strokes.strokes,
        classes: facts.classes.length,
        features: rows.features,
      },
      { trees, depth, seed, ...(maxFeatures === null ? {} : { maxFeatures }) },
    );
    return { forest, importance: [...importance] };
  },
);
