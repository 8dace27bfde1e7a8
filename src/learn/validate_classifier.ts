import { yields } from '../recipe/meta.js';
import { declareOp, isNodeOf, makeNode, valueInput, type Node } from '../recipe/op.js';
import { invalidArgument } from '../recipe/errors.js';
import { factsParam } from './classifier.js';
import type { FeatureRows } from './feature_rows.js';
import type { Strokes } from './strokes.js';
import { forestParams, trainClassifier } from './train_classifier.js';

/** How a classifier does on strokes that it did not learn. */
export interface Validation {
  /** Marked voxels that were taken for their own class, of those that were judged. */
  readonly accuracy: number;
  /** Mean over the classes of the part that was found again. */
  readonly balancedAccuracy: number;
  /** How far the greatest probability is from the part that is right, over ten ranges of it. */
  readonly calibrationError: number;
  /** Marked voxels that were judged. */
  readonly judged: number;
  /** Names of classes that were not: a class of one stroke cannot be left out. */
  readonly unjudged: readonly string[];
  /** Strokes of all classes. */
  readonly strokes: number;
}

/** Which classes marked voxels were taken for. */
export interface Confusion {
  /** The names of the classes, in the order of rows and columns. */
  readonly classes: readonly string[];
  /** `counts[true class][class that it was taken for]`, in marked voxels. */
  readonly counts: readonly (readonly number[])[];
}

const spec = {
  kind: 'host',
  inputs: { strokes: valueInput<Strokes>(), rows: valueInput<FeatureRows>() },
  params: { facts: factsParam, ...forestParams },
  exactness: 'float-dependent',
  notes: () => ({ validation: 'strokes left out in turn, in up to ten parts' }),
} as const;

/**
 * How a classifier does on strokes that it did not learn, as {@link Validation}: it is trained
 * again without some strokes, up to ten times, so that each is left out once and judged.
 * Voxels of a stroke are alike, so that leaving out single voxels (out-of-bag) says too much. Takes
 * as long as up to ten trainings, on the host.
 */
export const validateClassifier = declareOp({
  ...spec,
  name: 'validateClassifier',
  result: () => yields.result<Validation>(),
});

/**
 * Which classes the voxels of strokes that a classifier did not learn are taken for, as
 * {@link Confusion}; otherwise as {@link validateClassifier}.
 */
export const confusedClasses = declareOp({
  ...spec,
  name: 'confusedClasses',
  result: () => yields.result<Confusion>(),
});

/** The inputs and parameters of a classifier's training, of the node that trains it. */
function trainingOf(op: string, classifier: Node) {
  if (!isNodeOf(classifier, trainClassifier))
    throw invalidArgument(
      op,
      'classifier',
      'a classifier that was read',
      'one that was trained here: its strokes are not in its file',
    );
  const { strokes, rows } = classifier.inputs;
  // The op declares that they yield these values.
  return { inputs: { strokes, rows } as never, params: classifier.params };
}

/** The node of the validation of a classifier. */
export function validationNode(classifier: Node) {
  const { inputs, params } = trainingOf('validate', classifier);
  return makeNode(validateClassifier, inputs, params);
}

/** The node of the confusion of a classifier. */
export function confusionNode(classifier: Node) {
  const { inputs, params } = trainingOf('confusion', classifier);
  return makeNode(confusedClasses, inputs, params);
}
