import type { Vec3 } from '../recipe/geometry.js';
import { yields } from '../recipe/meta.js';
import { declareOp, valueInput } from '../recipe/op.js';
import { factsParam, type ClassifierFacts, type ClassifierValue } from './classifier.js';
import { planeNames } from './feature_specs.js';

/** What features are worth to a classifier. */
export interface FeatureImportance {
  /** The features, the most important first. */
  readonly features: readonly {
    /** With its lengths; eigenvalues are numbered from the greatest: 'hessian 1.6 µm, 0'. */
    readonly name: string;
    /** Mean decrease of impurity by it, of all that the forest's splits gain: they sum to 1. */
    readonly importance: number;
  }[];
}

/**
 * What each feature is worth to a classifier, as {@link FeatureImportance}: the mean decrease of
 * Gini's impurity by its splits. Features that say the same share what they are worth, and ones of
 * many values are favoured. On the host.
 */
export const featureImportance = declareOp({
  name: 'featureImportance',
  kind: 'host',
  inputs: { classifier: valueInput<ClassifierValue>() },
  params: { facts: factsParam },
  exactness: 'float-dependent',
  result: () => yields.result<FeatureImportance>(),
  notes: () => ({ importance: "mean decrease of Gini's impurity" }),
});

/** The names of a classifier's values of a voxel. */
export function valueNames({ features, unit, dimensions }: ClassifierFacts): string[] {
  const size: Vec3 = [2, dimensions > 1 ? 2 : 1, dimensions > 2 ? 2 : 1];
  return planeNames(features, { size, unit });
}
