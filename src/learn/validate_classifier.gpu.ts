import { implementOnHost } from '../implement/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import type { FeatureRows } from './feature_rows.js';
import { validateForest, type ForestValidation } from './forest/validate_forest.js';
import type { Strokes } from './strokes.js';
import {
  confusedClasses,
  validateClassifier,
  type Confusion,
  type Validation,
} from './validate_classifier.js';

/** Leaves strokes out in turn. Throws `empty-phase` where none can be. */
function validated(
  inputs: { readonly strokes: Strokes; readonly rows: FeatureRows },
  params: {
    readonly facts: { readonly classes: readonly string[] };
    readonly trees: number;
    readonly depth: number;
    readonly seed: number;
    readonly maxFeatures: number | null;
  },
  op: string,
): ForestValidation {
  const { trees, depth, seed, maxFeatures } = params;
  const { labels, strokes } = inputs.strokes;
  const { values, features } = inputs.rows;
  const found = validateForest(
    { values, labels, strokes, features, classes: params.facts.classes.length },
    { trees, depth, seed, ...(maxFeatures === null ? {} : { maxFeatures }) },
  );
  if (found.judged > 0) return found;
  throw new VoxmetryError(
    'empty-phase',
    `${op}: every class has one stroke, so none can be left out. Mark each class at two places at least.`,
    { op, details: { parameter: 'strokes', strokes: inputs.strokes.count } },
  );
}

/** {@link validateClassifier}, on the host. */
export const validateClassifierOnHost = implementOnHost(
  validateClassifier,
  ({ inputs, params }): Validation => {
    const found = validated(inputs, params, 'validate');
    const { accuracy, balancedAccuracy, calibrationError, judged, unjudged } = found;
    return {
      ...{ accuracy, balancedAccuracy, calibrationError, judged },
      unjudged: unjudged.map((c) => params.facts.classes[c]!),
      strokes: inputs.strokes.count,
    };
  },
);

/** {@link confusedClasses}, on the host. */
export const confusedClassesOnHost = implementOnHost(
  confusedClasses,
  ({ inputs, params }): Confusion => {
    const { confusion } = validated(inputs, params, 'confusion');
    const { classes } = params.facts;
    const n = classes.length;
    return {
      classes,
      counts: classes.map((_, c) => [...confusion.subarray(c * n, (c + 1) * n)]),
    };
  },
);
