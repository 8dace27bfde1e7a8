import { factsOfNode, type ClassifierNode } from '../learn/classifier.js';
import { featureImportance } from '../learn/feature_importance.js';
import { classifierJson } from '../learn/stored_classifier.js';
import { confusionNode, validationNode } from '../learn/validate_classifier.js';
import { makeNode } from '../recipe/op.js';
import { operation } from '../recipe/operation.js';
import { PLAIN, RESULT } from './gives.js';

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

/**
 * How the classifier does on strokes that it did not learn: it is trained again without some
 * strokes, up to ten times, so that each is left out once. Voxels of a stroke (26-connected, of one
 * class) are alike, so that judging single voxels that were left out says too much.
 *
 * @returns A query of the accuracy, its mean over classes, and the expected calibration error
 * (Naeini et al. 2015, https://doi.org/10.1609/aaai.v29i1.9602), 0 to 1; `unjudged` names classes
 * of one stroke, which cannot be left out. As long as up to ten trainings.
 * @throws VoxmetryError `empty-phase` where every class has one stroke; `invalid-argument` for a
 * classifier that was read.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(32 * 32).map((_, i) => (i % 32 < 16 ? 40 : 140));
 * const scan = await lab.open({ data, size: [32, 32, 1] });
 * const box = (x: number, y: number) =>
 *   scan.shape({ type: 'box', center: [x, y, 0], size: [4, 5, 1] });
 * const strokes = { pore: box(6, 6).or(box(6, 22)), solid: box(25, 6).or(box(25, 22)) };
 * const { accuracy } = await scan.train({ strokes, scales: [1] }).validate();
 * console.assert(accuracy === 1);
 * await lab.dispose();
 * ```
 */
export const validate = operation({
  name: 'validate',
  of: 'classifier',
  options: {},
  gives: RESULT,
  node: (self) => validationNode(self),
});

/**
 * Which classes the voxels of strokes that the classifier did not learn are taken for; strokes are
 * left out as by `validate()`.
 *
 * @returns A query of the counts of marked voxels, `counts[true class][class it was taken for]`.
 * @throws VoxmetryError As `validate()`.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(32 * 32).map((_, i) => (i % 32 < 16 ? 40 : 140));
 * const scan = await lab.open({ data, size: [32, 32, 1] });
 * const box = (x: number, y: number) =>
 *   scan.shape({ type: 'box', center: [x, y, 0], size: [3, 5, 1] });
 * const strokes = { pore: box(6, 6).or(box(6, 22)), solid: box(25, 6).or(box(25, 22)) };
 * const { counts } = await scan.train({ strokes, scales: [1] }).confusion();
 * console.assert(counts[0]![1] === 0 && counts[1]![0] === 0);
 * await lab.dispose();
 * ```
 */
export const confusion = operation({
  name: 'confusion',
  of: 'classifier',
  options: {},
  gives: RESULT,
  node: (self) => confusionNode(self),
});

/**
 * The classifier as JSON, with a hash of its own: all that it takes to classify, without the scan
 * it was trained on. `lab.classifier()` reads it.
 *
 * @returns A query of plain data: some 6 bytes for each node of the trees.
 * @throws VoxmetryError as training does.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(32 * 32).map((_, i) => (i % 32 < 16 ? 40 : 140));
 * const scan = await lab.open({ data, size: [32, 32, 1] });
 * const box = (x: number) => scan.shape({ type: 'box', center: [x, 9, 0], size: [4, 9, 1] });
 * const classifier = scan.train({ strokes: { pore: box(6), solid: box(25) }, scales: [1] });
 * const stored = JSON.stringify(await classifier.json());
 * const other = await lab.open({ data: data.map((v) => v + 5), size: [32, 32, 1] });
 * const phases = other.classify(lab.classifier(JSON.parse(stored)));
 * console.assert((await phases.phase('solid').count()) === 512);
 * await lab.dispose();
 * ```
 */
export const json = operation({
  name: 'json',
  of: 'classifier',
  options: {},
  gives: PLAIN,
  node: (self) => {
    const classifier = self as ClassifierNode; // handles of that kind yield one
    return makeNode(classifierJson, { classifier }, { facts: factsOfNode(self) });
  },
});
