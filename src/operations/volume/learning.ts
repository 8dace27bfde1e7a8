import { classifyVoxels, classProbability, classUncertainty } from '../../learn/classify.js';
import { uncertaintyParam } from '../../learn/classify.js';
import { channelNodes } from '../../learn/channels.js';
import { factsOfNode, type ClassifierNode } from '../../learn/classifier.js';
import { forestRoom } from '../../learn/forest_room.js';
import { forestParams, trainNode } from '../../learn/train_classifier.js';
import { makeNode, type Node } from '../../recipe/op.js';
import { handle, handles, operation, orNamedMasks } from '../../recipe/operation.js';
import { described, nullable, numbers, text, texts } from '../../recipe/params.js';
import { expectedFraction as expectedFractionOp } from '../../stats/expected_fraction.js';
import { CLASSIFIER, F32, PHASES, RESULT } from '../gives.js';
import { withinOption } from '../options.js';

const channelsOption = handles(
  'Other volumes of the same voxels, whose features count as well; at most seven.',
  'volume',
);
const classifierOption = handle('The classifier.', 'classifier');

/** What a classifier that an option names is applied to, and what is known of it. */
function given(op: string, volume: Node, node: Node, channels: readonly Node[] | undefined) {
  const classifier = node as ClassifierNode; // handles of that kind yield one
  const inputs = { volume, ...channelNodes(op, volume, channels), classifier };
  return { inputs, known: { facts: factsOfNode(node), ...forestRoom(classifier) } };
}

/**
 * A classifier that learns from marked voxels: strokes of a brush, a class each. Features of every
 * marked voxel are computed on the GPU, and a forest of extremely randomized trees is trained on
 * them (Geurts et al. 2006, https://doi.org/10.1007/s10994-006-6226-1), in which all classes weigh
 * the same. Nothing is computed before the classifier is used; results are kept, so that more
 * strokes cost the features of what changed and a training.
 *
 * Features are `intensity`; at each of the `scales` σ `gaussian`, `gradient` (magnitude),
 * `derivative` (along each axis, with its sign: for what differs before and behind), `laplacian`,
 * `differenceOfGaussians` (σ less 1.6 σ), `hessian` (eigenvalues, descending) and `structure`
 * (eigenvalues of the structure tensor, of gradients at the least scale); of boxes that go
 * `reaches` to either side, a voxel at least, `median`, `minimum`, `maximum` and `localContrast`;
 * and `position`. Mirrored voxels are read beyond the volume. An image of one slice has the
 * features of an image.
 *
 * @param options - `strokes`: a mask for each class by its name; phases, of which code 0 marks
 * nothing; or labels 1, 2, …, whose `classes` are then to be named. `features` (default intensity,
 * gaussian, gradient, hessian, structure), `scales` (default 0.7, 1.6, 3.5 and 7 times the least
 * spacing) and `reaches` (default the least spacing) in the unit of length. `trees`, `depth` and
 * `seed` of the forest. `channels`: other volumes of the same voxels (another detector, a map of an
 * element), of which all features but the position are taken as well; up to seven.
 * @returns A classifier. Training takes 4 B for each feature of each marked voxel on the host, and
 * on the GPU what the features of the slices with marks take.
 * @throws VoxmetryError `invalid-argument` for fewer than two classes, strokes of another size, and
 * scales below 0.3 voxel or above the volume; when it is used, for a class without a voxel, strokes
 * that overlap, marked voxels that are NaN and features that are all constant.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(32 * 32).map((_, i) => (i % 32 < 16 ? 40 : 90 + 60 * (i % 2)));
 * const scan = await lab.open({ data, size: [32, 32, 1] });
 * const box = (x: number) =>
 *   scan.shape({ type: 'box', center: [x, 9, 0], size: [4, 9, 1] });
 * const classifier = scan.train({ strokes: { smooth: box(6), rough: box(25) }, scales: [1, 2] });
 * const { data: classes } = await scan.classify(classifier).slice({ axis: 'y', index: 25 });
 * console.assert(classes[3] === 0 && classes[28] === 1); // dark pixels of the rough half, too
 * await lab.dispose();
 * ```
 */
export const train = operation({
  name: 'train',
  of: 'volume',
  options: {
    strokes: orNamedMasks(
      handle('Marked voxels: phases or labels, 0 where nothing is marked.', 'phases', 'labels'),
    ),
    channels: channelsOption,
    classes: nullable(texts('Names of the classes that labels 1, 2, … mark.')),
    features: nullable(texts('Which features tell classes apart; null: those of every scale.')),
    scales: nullable(
      described(
        'Standard deviations of the Gaussians behind features; null: 0.7 to 7 voxels.',
        numbers(),
        'length',
      ),
    ),
    reaches: nullable(
      described(
        'How far boxes of median, minimum, maximum and local contrast go to either side; null: a voxel.',
        numbers(),
        'length',
      ),
    ),
    ...forestParams,
  },
  gives: CLASSIFIER,
  node: (volume, training) => trainNode(volume, training),
});

/**
 * The class of every voxel by a classifier: that of most votes of its trees. Votes are whole
 * numbers, and a slice costs a slab. Planes of features exist only for a brick.
 *
 * @param classifier - Of this volume or another: lengths of features are in the unit of length.
 * @param options - `channels`: those that it was trained with, in the same order.
 * @returns Phases of the same size, with the names of the classes. 4 B/voxel for each value of the
 * features, which is written and read once, and up to 19 passes of 8 B/voxel for each scale.
 * @throws VoxmetryError `invalid-argument` for a classifier of another unit, of another number of
 * dimensions, or of voxels more than twice as fine or as coarse; when it is computed, where a voxel
 * has a feature that is not finite.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(32 * 32).map((_, i) => (i % 32 < 16 ? 40 : 140));
 * const scan = await lab.open({ data, size: [32, 32, 1] });
 * const box = (x: number) => scan.shape({ type: 'box', center: [x, 9, 0], size: [4, 9, 1] });
 * const strokes = { pore: box(6), solid: box(25) };
 * const phases = scan.classify(scan.train({ strokes, scales: [1] }));
 * console.assert(phases.names.join() === 'pore,solid');
 * console.assert((await phases.phase('solid').count()) === 512);
 * await lab.dispose();
 * ```
 */
export const classify = operation({
  name: 'classify',
  of: 'volume',
  options: { classifier: classifierOption, channels: channelsOption },
  takes: ['classifier'],
  gives: PHASES,
  node: (volume, { classifier, channels }) => {
    const { inputs, known } = given('classify', volume, classifier, channels);
    return makeNode(classifyVoxels, inputs, known);
  },
});

/**
 * The probability of a class at every voxel by a classifier: its part of the votes of all trees.
 *
 * @param classifier - As for `classify()`.
 * @param name - The name of the class.
 * @param options - `channels`: as for `classify()`.
 * @returns An f32 volume of the same size, 0 to 1; costs as `classify()`, and 4 B/voxel.
 * @throws VoxmetryError `invalid-argument` as `classify()`, and for a name that is none of its.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(32 * 32).map((_, i) => (i % 32 < 16 ? 40 : 140));
 * const scan = await lab.open({ data, size: [32, 32, 1] });
 * const box = (x: number) => scan.shape({ type: 'box', center: [x, 9, 0], size: [4, 9, 1] });
 * const classifier = scan.train({ strokes: { pore: box(6), solid: box(25) }, scales: [1] });
 * const { data: p } = await scan.probability(classifier, 'solid').read();
 * console.assert(p[3]! < 0.1 && p[28]! > 0.9);
 * await lab.dispose();
 * ```
 */
export const probability = operation({
  name: 'probability',
  of: 'volume',
  options: {
    classifier: classifierOption,
    channels: channelsOption,
    name: text(undefined, 'The name of the class.'),
  },
  takes: ['classifier', 'name'],
  gives: F32,
  node: (volume, { classifier, channels, name }) => {
    const { inputs, known } = given('probability', volume, classifier, channels);
    return makeNode(classProbability, inputs, { ...known, name });
  },
});

/**
 * How unsure a classifier is at every voxel: where to paint next, and where not to trust it.
 *
 * @param classifier - As for `classify()`.
 * @param options - `measure`: 'least' (default), 1 − the greatest probability; 'margin', 1 − how
 * far it is above the second; 'entropy', −Σ p log p, as a part of the greatest there is.
 * `channels`: as for `classify()`.
 * @returns An f32 volume of the same size, 0 where all trees agree; costs as `classify()`.
 * @throws VoxmetryError `invalid-argument` as `classify()`.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(32 * 32).map((_, i) => (i % 32 < 16 ? 40 : 140));
 * const scan = await lab.open({ data, size: [32, 32, 1] });
 * const box = (x: number) => scan.shape({ type: 'box', center: [x, 9, 0], size: [4, 9, 1] });
 * const classifier = scan.train({ strokes: { pore: box(6), solid: box(25) }, scales: [1] });
 * const { data: unsure } = await scan.uncertainty(classifier).read();
 * console.assert(unsure[6]! < 0.1 && unsure[15]! >= unsure[6]!);
 * await lab.dispose();
 * ```
 */
export const uncertainty = operation({
  name: 'uncertainty',
  of: 'volume',
  options: { classifier: classifierOption, channels: channelsOption, measure: uncertaintyParam },
  takes: ['classifier'],
  gives: F32,
  node: (volume, { classifier, channels, measure }) => {
    const { inputs, known } = given('uncertainty', volume, classifier, channels);
    return makeNode(classUncertainty, inputs, { ...known, measure });
  },
});

/**
 * The volume fraction that probabilities lead to expect, with its 95 % interval: their mean. Where
 * voxels are of two materials in part, or are not told apart well, this may be nearer the truth
 * than the fraction of labels, if the probabilities are calibrated: `classifier.validate()` says
 * how far they are from it, of voxels like those that were marked. The interval covers sampling
 * (that the volume is a part of the whole), as that of `fraction()`, and no fault that a classifier
 * makes everywhere. Literature: Lantuéjoul, J. Microsc. 161 (1991) 387.
 *
 * @param options - `within`: the fraction of these voxels, instead of all.
 * @returns A query of the fraction and its interval, from 0 to 1; `expectedError`, the part of the
 * voxels that a decision at ½ gets wrong by these probabilities. One pass: the volume's bytes.
 * @throws VoxmetryError `invalid-argument` when it is computed, for values that are not from 0 to
 * 1.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = Float32Array.from([0, 0.25, 0.75, 1, 1, 1]);
 * const p = await lab.open({ data, size: [6, 1, 1] }); // as scan.probability(classifier, 'solid')
 * const { value, expectedError } = await p.expectedFraction();
 * console.assert(Math.abs(value - 4 / 6) < 1e-9 && Math.abs(expectedError - 0.5 / 6) < 1e-9);
 * await lab.dispose();
 * ```
 */
export const expectedFraction = operation({
  name: 'expectedFraction',
  of: 'volume',
  options: withinOption,
  gives: RESULT,
  node: (volume, { within }) => makeNode(expectedFractionOp, { volume, within }),
});
