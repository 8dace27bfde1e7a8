// Training of a classifier: strokes, their features, and a forest.
import { invalidArgument } from '../recipe/errors.js';
import { yields } from '../recipe/meta.js';
import { declareOp, gridMeta, isGridMeta, makeNode, valueInput, type Node } from '../recipe/op.js';
import { integer, nullable } from '../recipe/params.js';
import { channelNodes } from './channels.js';
import { factsFor, factsParam, type ClassifierNode, type ClassifierValue } from './classifier.js';
import { featureRows, type FeatureRows } from './feature_rows.js';
import { featuresOf, planeCount, type FeatureChoice } from './feature_specs.js';
import { MOST_CLASSES, MOST_DEPTH, MOST_FEATURES, MOST_TREES } from './forest/forest_data.js';
import { STROKE_INPUTS, strokeVoxels, type Strokes } from './strokes.js';

/** How a forest is trained. */
export const forestParams = {
  trees: integer({ default: 100, min: 1, max: MOST_TREES }, 'Trees of the forest.'),
  depth: integer({ default: 10, min: 1, max: MOST_DEPTH }, 'Levels of a tree below its root.'),
  seed: integer({ default: 0, min: 0, max: 2 ** 32 - 1 }, 'Seed of what is drawn by chance.'),
  maxFeatures: nullable(
    integer(
      { min: 1, max: MOST_FEATURES },
      'Features that are tried at each node; null: three quarters of them.',
    ),
  ),
} as const;

/**
 * A classifier of marked voxels and their features, as {@link ClassifierValue}: a forest of
 * extremely randomized trees (Geurts et al. 2006, https://doi.org/10.1007/s10994-006-6226-1), which
 * are split by Gini's impurity at cuts that are drawn at random among 255 thresholds a feature.
 * Every tree grows on all samples, and all classes weigh the same. The same marks and seed give the
 * same forest everywhere, where the features are the same bits. On the host.
 *
 * Where every feature is the same at all marked voxels there is nothing to tell classes apart by:
 * an `invalid-argument` error.
 */
export const trainClassifier = declareOp({
  name: 'trainClassifier',
  kind: 'host',
  inputs: { strokes: valueInput<Strokes>(), rows: valueInput<FeatureRows>() },
  params: { facts: factsParam, ...forestParams },
  exactness: 'float-dependent',
  result: () => yields.plain<ClassifierValue>(),
  notes: ({ trees, depth }) => ({
    classifier: `forest of ${String(trees)} trees, ${String(depth)} levels; Gini, random cuts of all samples; classes weigh the same`,
  }),
});

/** What marks the classes: labels or phases, or a mask for each class by name. */
export type Marks = Node | Readonly<Record<string, Node>>;

function isNode(marks: Marks): marks is Node {
  return 'meta' in marks && 'inputs' in marks && 'op' in marks;
}

/** The inputs of marked voxels, and the value that marks each class by name. */
function markedBy(marks: Marks, classes: readonly string[] | undefined) {
  const numbered = (names: readonly string[]): Record<string, number> =>
    Object.fromEntries(names.map((name, i) => [name, i + 1]));
  if (!isNode(marks)) {
    const names = Object.keys(marks);
    if (names.length > STROKE_INPUTS.length)
      throw invalidArgument(
        'train',
        'strokes',
        `${String(names.length)} masks`,
        `at most ${String(STROKE_INPUTS.length)} masks; give labels for more classes`,
      );
    const masks = names.map((name, i) => [STROKE_INPUTS[i]!, marks[name]!] as const);
    return { inputs: Object.fromEntries(masks), codes: numbered(names) };
  }
  const { meta } = marks;
  const phases = isGridMeta(meta) && meta.kind === 'phases' ? meta.phases : undefined;
  if (phases === undefined) {
    if (classes === undefined)
      throw invalidArgument(
        'train',
        'classes',
        classes,
        "the names of the classes that labels 1, 2, … mark: classes: ['pore', 'solid']",
      );
    return { inputs: { a: marks }, codes: numbered(classes) };
  }
  const named = Object.entries(phases).filter(([, code]) => code > 0);
  return { inputs: { a: marks }, codes: Object.fromEntries(named) };
}

/** What is trained, and how. */
export interface Training extends FeatureChoice {
  readonly channels?: readonly Node[] | undefined;
  readonly strokes: Marks;
  readonly classes?: readonly string[] | undefined;
  readonly trees: number;
  readonly depth: number;
  readonly seed: number;
  readonly maxFeatures?: number | undefined;
}

/** The node of a classifier of marks in a volume and its channels. */
export function trainNode(volume: Node, training: Training): ClassifierNode {
  const {
    strokes: marks,
    classes,
    channels,
    features: names,
    scales,
    reaches,
    ...forest
  } = training;
  const others = channelNodes('train', volume, channels);
  const { inputs, codes } = markedBy(marks, classes);
  const known = Object.keys(codes);
  if (known.length < 2 || known.length > MOST_CLASSES)
    throw invalidArgument(
      'train',
      'strokes',
      `${String(known.length)} classes${known.length === 0 ? '' : `: ${known.join(', ')}`}`,
      `2 to ${String(MOST_CLASSES)} classes; of phases and labels 0 marks nothing`,
    );
  const meta = gridMeta(volume);
  for (const node of Object.values(inputs)) checkSameSize(meta.size, gridMeta(node).size);
  const features = featuresOf(
    'train',
    meta,
    { features: names, scales, reaches },
    1 + Object.keys(others).length,
  );
  if (planeCount(features, meta.size) > MOST_FEATURES)
    throw invalidArgument(
      'train',
      'features',
      `${String(planeCount(features, meta.size))} values of a voxel`,
      `at most ${String(MOST_FEATURES)}; take fewer scales`,
    );
  const strokes = makeNode(strokeVoxels, inputs as unknown as { readonly a: Node }, { codes });
  const rows = makeNode(featureRows, { volume, ...others, strokes }, { features });
  const facts = factsFor(meta, known, features);
  return makeNode(trainClassifier, { strokes, rows }, { facts, ...forest });
}

function checkSameSize(volume: readonly number[], strokes: readonly number[]): void {
  if (volume.join() !== strokes.join())
    throw invalidArgument(
      'train',
      'strokes',
      `of ${strokes.join('×')} voxels`,
      `marks in a grid of the volume's size, ${volume.join('×')}`,
    );
}
