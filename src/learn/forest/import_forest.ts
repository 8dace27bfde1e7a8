import { VoxmetryError } from '../../recipe/errors.js';
import { LEAF, MOST_TREES, MOST_CLASSES, MOST_FEATURES, votesOf } from './forest_data.js';
import type { Forest, Tree } from './forest_data.js';

/**
 * A forest of scikit-learn's `RandomForestClassifier` or `ExtraTreesClassifier` as plain data. This
 * writes it:
 *
 * ```py
 * import json
 * def tree(t):
 *     return {'feature': t.feature.tolist(), 'threshold': t.threshold.tolist(),
 *             'left': t.children_left.tolist(), 'right': t.children_right.tolist(),
 *             'value': t.value[:, 0, :].tolist()}
 * json.dump({'classes': forest.n_classes_, 'features': forest.n_features_in_,
 *            'trees': [tree(e.tree_) for e in forest.estimators_]}, open('forest.json', 'w'))
 * ```
 */
export interface ScikitForest {
  readonly classes: number;
  readonly features: number;
  readonly trees: readonly {
    readonly feature: readonly number[];
    readonly threshold: readonly number[];
    /** The child of each node where the value is at most the threshold; −1 of a leaf. */
    readonly left: readonly number[];
    readonly right: readonly number[];
    /** The weights of the classes in each node. */
    readonly value: readonly (readonly number[])[];
  }[];
}

const float = new Float32Array(1);
const floatBits = new Int32Array(float.buffer);

/**
 * The greatest float that is at most a threshold of 64 bits: floats are at most the one where they
 * are at most the other.
 */
function floatBelow(threshold: number): number {
  float[0] = threshold;
  if (float[0] > threshold) {
    if (float[0] === 0) return -(2 ** -149);
    floatBits[0]! += float[0] > 0 ? -1 : 1;
  }
  return float[0];
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

/**
 * Takes a forest over from scikit-learn. Every voxel comes to the same leaves as there. A leaf's
 * shares become votes of 255, so that probabilities differ by at most 1/255, mostly by far less;
 * and of classes that are as probable as that, another may come first.
 *
 * @param given - what JSON gave: all of it is checked
 * @throws `corrupt-file` where it is no such forest
 */
export function importScikitForest(given: unknown): Forest {
  const corrupt = (why: string): VoxmetryError =>
    new VoxmetryError(
      'corrupt-file',
      `This is no forest of scikit-learn: ${why}. Write it as the documentation shows.`,
    );
  const { classes, features, trees } = (given ?? {}) as Partial<ScikitForest>;
  const within = (n: unknown, least: number, most: number): n is number =>
    typeof n === 'number' && Number.isInteger(n) && n >= least && n <= most;
  if (!within(classes, 2, MOST_CLASSES))
    throw corrupt(`classes must be 2 … ${String(MOST_CLASSES)}`);
  if (!within(features, 1, MOST_FEATURES))
    throw corrupt(`features must be 1 … ${String(MOST_FEATURES)}`);
  if (!Array.isArray(trees) || !within(trees.length, 1, MOST_TREES))
    throw corrupt(`it must have 1 … ${String(MOST_TREES)} trees`);
  const readTree = (source: Partial<ScikitForest['trees'][number]> | null, t: number): Tree => {
    const fail = (why: string): never => {
      throw corrupt(`of tree ${String(t)}, ${why}`);
    };
    const { feature, threshold, left, right, value } = source ?? {};
    const nodes = Array.isArray(feature) ? feature.length : 0;
    const lists = [feature, threshold, left, right, value];
    if (nodes === 0 || lists.some((list) => !Array.isArray(list) || list.length !== nodes))
      return fail('feature, threshold, left, right and value must be lists of one length');
    const [order, children]: [number[], number[]] = [[0], []];
    const votes: number[] = [];
    // Children are put side by side; a node that is met twice would make more than there are.
    for (const node of order) {
      const [a, b] = [left![node]!, right![node]!];
      if (a === -1 && b === -1) {
        const weights: unknown = value![node];
        if (!isNumbers(weights) || weights.length !== classes)
          return fail(`node ${String(node)} has no weight for each class`);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        if (!(total > 0 && total < Infinity) || weights.some((weight) => !(weight >= 0)))
          return fail(`the weights of node ${String(node)} are no shares`);
        children.push(votes.length / classes);
        votes.push(...votesOf(weights));
        continue;
      }
      if (!within(a, 1, nodes - 1) || !within(b, 1, nodes - 1) || order.length + 2 > nodes)
        return fail(`the children of node ${String(node)} are no nodes of their own`);
      if (!within(feature![node], 0, features - 1) || !Number.isFinite(threshold![node]))
        return fail(`node ${String(node)} asks for no feature or has no threshold`);
      children.push(order.length);
      order.push(a, b);
    }
    const isLeaf = (node: number): boolean => left![node] === -1;
    return {
      features: Uint8Array.from(order, (node) => (isLeaf(node) ? LEAF : feature![node]!)),
      thresholds: Float32Array.from(order, (node) =>
        isLeaf(node) ? 0 : floatBelow(threshold![node]!),
      ),
      children: Uint32Array.from(children),
      votes: Uint8Array.from(votes),
    };
  };
  return { classes, features, trees: trees.map(readTree) };
}
