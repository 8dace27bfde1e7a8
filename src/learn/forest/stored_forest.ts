// Forests as text that JSON holds, and back.
import { VoxmetryError } from '../../recipe/errors.js';
import {
  LEAF,
  LEAF_VOTES,
  MOST_CLASSES,
  MOST_FEATURES,
  MOST_TREES,
  type Forest,
  type Tree,
} from './forest_data.js';

/**
 * A forest as plain data. Each tree is the base64 of: the feature of each node, level by level, a
 * byte each; the threshold of each inner node, a float of 4 bytes, the lowest first; the votes of
 * each leaf, a byte for each class. What the children of a node are follows from that: two for each
 * inner node, in turn. Some 4.5 bytes a node before base64.
 */
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- an interface is no plain data
export type StoredForest = {
  readonly classes: number;
  readonly features: number;
  readonly trees: readonly string[];
};

/** Characters that are made of bytes at once: calls take so many arguments. */
const CHUNK = 8192;

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}

/** A tree with its nodes level by level: children behind their parents, in turn. */
function byLevels(tree: Tree, classes: number): Tree {
  const order = [0];
  for (const node of order)
    if (tree.features[node] !== LEAF) order.push(tree.children[node]!, tree.children[node]! + 1);
  const [children, votes]: number[][] = [[], []];
  let [inner, leaves] = [0, 0];
  for (const node of order)
    if (tree.features[node] === LEAF) {
      const row = tree.children[node]! * classes;
      votes!.push(...tree.votes.subarray(row, row + classes));
      children!.push(leaves);
      leaves += 1;
    } else {
      children!.push(1 + 2 * inner);
      inner += 1;
    }
  return {
    features: Uint8Array.from(order, (node) => tree.features[node]!),
    thresholds: Float32Array.from(order, (node) => tree.thresholds[node]!),
    children: Uint32Array.from(children!),
    votes: Uint8Array.from(votes!),
  };
}

function storeTree(tree: Tree, classes: number): string {
  const { features, thresholds, votes } = byLevels(tree, classes);
  const nodes = features.length;
  const inner = (nodes - 1) / 2;
  const bytes = new Uint8Array(nodes + 4 * inner + votes.length);
  const view = new DataView(bytes.buffer);
  bytes.set(features);
  let at = nodes;
  for (let n = 0; n < nodes; n += 1) {
    if (features[n] === LEAF) continue;
    view.setFloat32(at, thresholds[n]!, true);
    at += 4;
  }
  bytes.set(votes, at);
  return toBase64(bytes);
}

/** Writes a forest down. */
export function storeForest({ classes, features, trees }: Forest): StoredForest {
  return { classes, features, trees: trees.map((tree) => storeTree(tree, classes)) };
}

/**
 * How many trees and nodes a forest that was written down has, by the lengths of its texts;
 * undefined where it is none.
 */
export function storedNodes(
  stored: unknown,
): { readonly trees: number; readonly nodes: number } | undefined {
  const { classes, trees } = (stored ?? {}) as Partial<StoredForest>;
  if (typeof classes !== 'number' || !Array.isArray(trees)) return undefined;
  let nodes = 0;
  for (const text of trees as readonly unknown[]) {
    if (typeof text !== 'string') return undefined;
    const bytes = (3 * text.length) / 4 - (/=*$/.exec(text)?.[0].length ?? 0);
    nodes += 2 * innerNodes(bytes, classes) + 1;
  }
  return Number.isFinite(nodes) ? { trees: trees.length, nodes } : undefined;
}

/**
 * Inner nodes of a tree of so many bytes: i of them, i + 1 leaves, 2 i + 1 + 4 i + classes (i + 1).
 */
function innerNodes(bytes: number, classes: number): number {
  return (bytes - 1 - classes) / (6 + classes);
}

/** Reads a tree, or says what is wrong with it. */
function readTree(text: unknown, classes: number, features: number): Tree | string {
  if (typeof text !== 'string') return 'it is no text';
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return 'it is not base64';
  }
  const inner = innerNodes(bytes.length, classes);
  if (!Number.isInteger(inner) || inner < 0) return `it has ${String(bytes.length)} bytes`;
  const nodes = 2 * inner + 1;
  const tree = {
    features: bytes.slice(0, nodes),
    thresholds: new Float32Array(nodes),
    children: new Uint32Array(nodes),
    votes: bytes.slice(nodes + 4 * inner),
  };
  const view = new DataView(bytes.buffer);
  let met = 0;
  for (let n = 0; n < nodes; n += 1) {
    if (n > 2 * met) return `node ${String(n)} has no parent`;
    const feature = tree.features[n]!;
    if (feature === LEAF) tree.children[n] = n - met;
    else if (feature >= features || met >= inner)
      return `node ${String(n)} asks for feature ${String(feature)}`;
    else {
      tree.thresholds[n] = view.getFloat32(nodes + 4 * met, true);
      if (Number.isNaN(tree.thresholds[n])) return `the threshold of node ${String(n)} is NaN`;
      tree.children[n] = 1 + 2 * met;
      met += 1;
    }
  }
  for (let row = 0; row < tree.votes.length; row += classes) {
    const sum = tree.votes.subarray(row, row + classes).reduce((a, b) => a + b, 0);
    if (sum !== LEAF_VOTES) return `a leaf has ${String(sum)} votes, not ${String(LEAF_VOTES)}`;
  }
  return tree;
}

/**
 * Reads a forest that was written down, of whatever source: all is checked.
 *
 * @throws `corrupt-file` where it is none
 */
export function readForest(stored: unknown): Forest {
  const corrupt = (why: string): VoxmetryError =>
    new VoxmetryError('corrupt-file', `This is no forest: ${why}. Train it again.`);
  const { classes, features, trees } = (stored ?? {}) as Partial<StoredForest>;
  const within = (n: unknown, least: number, most: number): n is number =>
    typeof n === 'number' && Number.isInteger(n) && n >= least && n <= most;
  if (!within(classes, 2, MOST_CLASSES)) throw corrupt('it has no number of classes that may be');
  if (!within(features, 1, MOST_FEATURES))
    throw corrupt('it has no number of features that may be');
  if (!Array.isArray(trees) || !within(trees.length, 1, MOST_TREES))
    throw corrupt(`it has not 1 to ${String(MOST_TREES)} trees`);
  return {
    classes,
    features,
    trees: trees.map((text: unknown, t) => {
      const tree = readTree(text, classes, features);
      if (typeof tree === 'string') throw corrupt(`of tree ${String(t)}, ${tree}`);
      return tree;
    }),
  };
}
