import { classifyVoxels } from '../../src/learn/classify.js';
import { factsOfNode } from '../../src/learn/classifier.js';
import { forestRoom } from '../../src/learn/forest_room.js';
import { trainNode } from '../../src/learn/train_classifier.js';
import { combine } from '../../src/filters/combine.js';
import { map3 } from '../../src/recipe/geometry.js';
import { gridMeta, makeNode, type Node } from '../../src/recipe/op.js';
import { shapeNode } from '../../src/segmentation/shape.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { nodesOf, type BenchCase } from './case.js';
import { GRAY_MIDDLE } from './masks.js';

/** Standard deviations of features, in voxels: with a median 20 values of a voxel. */
const SCALES = [1, 2, 4] as const;
/** Edge of the square of marks in each of three slices, in voxels. */
const MARKED = 24;

/** Marked voxels of pore and solid: squares in three slices, each voxel by its grey level. */
function marksOf(volume: Node): { pore: Node; solid: Node } {
  const { size, spacing, origin } = gridMeta(volume);
  const [first, middle, last] = [0.25, 0.5, 0.75].map((part) => {
    const at = map3((i) => Math.floor(size[i] * (i === 2 ? part : 0.5)));
    return shapeNode(volume, {
      type: 'box',
      center: map3((i) => origin[i] + at[i] * spacing[i]),
      size: map3((i) => (i === 2 ? 1 : MARKED) * spacing[i]),
      rotation: [0, 0, 0],
    });
  });
  const or = (a: Node, b: Node) => makeNode(combine, { a, b }, { operator: 'or' });
  const marked = or(or(first!, middle!), last!);
  const within = (bounds: { readonly lo?: number; readonly hi?: number }) =>
    makeNode(
      combine,
      { a: marked, b: makeNode(threshold, { volume }, bounds) },
      { operator: 'and' },
    );
  return { pore: within({ hi: GRAY_MIDDLE - 1 }), solid: within({ lo: GRAY_MIDDLE }) };
}

/** Classifiers: the features of all voxels, and a forest of 100 trees on them. */
export const learningCases: readonly BenchCase[] = [
  {
    name: 'classify',
    group: 'segmentation',
    fields: ['gray'],
    make: (volume) => {
      const strokes = marksOf(volume);
      const features = ['intensity', 'gaussian', 'gradient', 'laplacian', 'hessian', 'median'];
      const classifier = trainNode(volume, {
        ...{ strokes, features, scales: SCALES },
        ...{ trees: 100, depth: 10, seed: 0 },
      });
      const known = { facts: factsOfNode(classifier), ...forestRoom(classifier) };
      const result = makeNode(classifyVoxels, { volume, classifier }, known);
      return { result, given: [volume, strokes.pore, strokes.solid, classifier] };
    },
    peers: (_, { given: [volume, pore, solid] }) => [
      {
        name: 'SciPy and scikit-learn',
        task: 'classify',
        inputs: nodesOf({ volume, pore, solid }),
        params: {},
      },
      {
        name: "scikit-learn's forest",
        task: 'forest',
        inputs: nodesOf({ volume, pore, solid }),
        params: {},
        kernels: ['rank_feature', 'walk_forest'],
      },
    ],
  },
];
