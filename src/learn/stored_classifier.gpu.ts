import { implementOnHost } from '../implement/index.js';
import { invalidArgument } from '../recipe/errors.js';
import type { ClassifierValue } from './classifier.js';
import { valueNames } from './feature_importance.js';
import { readForest, storeForest } from './forest/stored_forest.js';
import {
  classifierJson,
  jsonOf,
  statedClassifier,
  type ClassifierJson,
} from './stored_classifier.js';

/** {@link statedClassifier}, on the host. */
export const statedClassifierOnHost = implementOnHost(
  statedClassifier,
  ({ params: { facts, held } }): ClassifierValue => {
    const forest = readForest(held.forest);
    const values = valueNames(facts).length;
    if (forest.classes !== facts.classes.length || forest.features !== values)
      throw invalidArgument(
        'classifier',
        'json',
        `a forest of ${String(forest.classes)} classes and ${String(forest.features)} values of a voxel`,
        `one of ${String(facts.classes.length)} and ${String(values)}, as it states`,
      );
    return { forest, importance: held.importance };
  },
);

/** {@link classifierJson}, on the host. */
export const classifierJsonOnHost = implementOnHost(
  classifierJson,
  ({ inputs: { classifier }, params: { facts } }): ClassifierJson =>
    jsonOf(facts, { forest: storeForest(classifier.forest), importance: classifier.importance }),
);
