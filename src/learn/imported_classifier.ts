// Classifiers whose forest was trained by another program, on features that are defined as ours.
import { invalidArgument } from '../recipe/errors.js';
import { gridMeta, makeNode, type Node } from '../recipe/op.js';
import { factsFor, type ClassifierNode } from './classifier.js';
import { featuresOf, planeCount, type FeatureChoice } from './feature_specs.js';
import { importScikitForest } from './forest/import_forest.js';
import { storeForest } from './forest/stored_forest.js';
import { statedClassifier } from './stored_classifier.js';

/** What a forest from elsewhere tells apart, and by which features. */
export interface ImportedFacts extends FeatureChoice {
  /** The names of the classes, in the order of the forest's. */
  readonly classes: readonly string[];
  /** Channels that the features are of, beside the scan's own. */
  readonly channels?: number | undefined;
}

/** The node of a classifier of a forest of scikit-learn, trained on features of such a scan. */
export function importedClassifierNode(
  given: unknown,
  scan: Node,
  { classes, channels = 0, ...choice }: ImportedFacts,
): ClassifierNode {
  const op = 'importClassifier';
  const forest = importScikitForest(given);
  if (!Array.isArray(classes) || classes.length !== forest.classes)
    throw invalidArgument(op, 'classes', classes, `${String(forest.classes)} names`);
  if (!Number.isInteger(channels) || channels < 0)
    throw invalidArgument(op, 'channels', channels, 'the number of channels beside the scan');
  const meta = gridMeta(scan);
  const features = featuresOf(op, meta, choice, 1 + channels);
  const values = planeCount(features, meta.size);
  if (values !== forest.features)
    throw invalidArgument(
      op,
      'features',
      `${String(values)} values of a voxel`,
      `features and scales of ${String(forest.features)} values, as the forest was trained on`,
    );
  const facts = factsFor(meta, classes, features);
  return makeNode(
    statedClassifier,
    {},
    { facts, held: { forest: storeForest(forest), importance: [] } },
  );
}
