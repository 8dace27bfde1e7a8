import { implementOnHost } from '../implement/index.js';
import { featureImportance, valueNames, type FeatureImportance } from './feature_importance.js';

/** {@link featureImportance}, on the host. */
export const featureImportanceOnHost = implementOnHost(
  featureImportance,
  ({ inputs: { classifier }, params: { facts } }): FeatureImportance => {
    const { importance } = classifier;
    const features = valueNames(facts).map((name, f) => ({ name, importance: importance[f] ?? 0 }));
    return { features: features.sort((a, b) => b.importance - a.importance) };
  },
);
