import { factsOfNode, type ClassifierNode } from '../learn/classifier.js';
import { featureImportance } from '../learn/feature_importance.js';
import { makeNode } from '../recipe/op.js';
import { operation } from '../recipe/operation.js';
import { RESULT } from './gives.js';

/**
 * What each feature is worth to the classifier: the mean decrease of Gini's impurity by its splits
 * (Breiman 2001, https://doi.org/10.1023/A:1010933404324). Features that say the same share it.
 *
 * @returns A query of the features with their lengths, the most important first; the values sum to
 * 1.
 * @throws VoxmetryError as training does.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(32 * 32).map((_, i) => (i % 32 < 16 ? 40 : 140));
 * const scan = await lab.open({ data, size: [32, 32, 1] });
 * const box = (x: number) => scan.shape({ type: 'box', center: [x, 9, 0], size: [4, 9, 1] });
 * const classifier = scan.train({ strokes: { pore: box(6), solid: box(25) }, scales: [1] });
 * const { features } = await classifier.importance();
 * console.assert(features.some(({ name }) => name === 'intensity'));
 * await lab.dispose();
 * ```
 */
export const importance = operation({
  name: 'importance',
  of: 'classifier',
  options: {},
  gives: RESULT,
  node: (self) => {
    const classifier = self as ClassifierNode; // handles of that kind yield one
    return makeNode(featureImportance, { classifier }, { facts: factsOfNode(self) });
  },
});
