// Classifiers as plain data, with a hash of their own, and back.
import { invalidArgument } from '../recipe/errors.js';
import { hashValue } from '../recipe/hash.js';
import { yields } from '../recipe/meta.js';
import { declareOp, makeNode, valueInput } from '../recipe/op.js';
import { param, type Param } from '../recipe/params.js';
import {
  factsParam,
  type ClassifierFacts,
  type ClassifierNode,
  type ClassifierValue,
} from './classifier.js';
import type { StoredForest } from './forest/stored_forest.js';

/** The version of the format. */
const CLASSIFIER_VERSION = 1;

/** A classifier as JSON: all that it takes to classify, without the scan it was trained on. */
export interface ClassifierJson {
  /** The version of the format. */
  readonly voxmetryClassifier: number;
  /** Of all the rest: 32 hexadecimal digits of its SHA-256. */
  readonly hash: string;
  /** Its classes, its features, and the unit and spacing that they are of. */
  readonly facts: ClassifierFacts;
  readonly forest: StoredForest;
  /** What each value of a voxel is worth; empty where not known. */
  readonly importance: readonly number[];
}

/** What a recipe holds of a classifier that was read. A type, so that it is plain data. */
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- an interface is no ParamJson
type Held = { readonly forest: StoredForest; readonly importance: readonly number[] };

const heldParam: Param<Held, Held, false> = param({
  type: 'record',
  doc: 'The forest, and what each value of a voxel is worth to it.',
  default: undefined,
  allowed: 'a forest as classifier.json() writes it',
  schema: { type: 'object', required: ['forest', 'importance'] },
  accept: (given): Held | undefined => {
    const { forest, importance } = (given ?? {}) as Partial<Held>;
    const good = Array.isArray(importance) && importance.every((n) => Number.isFinite(n));
    return typeof forest === 'object' && good ? { forest, importance } : undefined;
  },
});

/** The hash of a classifier's content. */
export function classifierHash(facts: ClassifierFacts, held: Held): string {
  return hashValue([CLASSIFIER_VERSION, facts, held]);
}

/**
 * A classifier that is known from elsewhere, as {@link ClassifierValue}: the recipe holds it. The
 * forest is checked when it is read. On the host.
 */
export const statedClassifier = declareOp({
  name: 'statedClassifier',
  kind: 'host',
  inputs: {},
  params: { facts: factsParam, held: heldParam },
  exactness: 'exact',
  result: () => yields.plain<ClassifierValue>(),
  notes: ({ facts, held }) => ({ classifier: `hash ${classifierHash(facts, held)}` }),
});

/** A classifier as plain data, as {@link ClassifierJson}. On the host. */
export const classifierJson = declareOp({
  name: 'classifierJson',
  kind: 'host',
  inputs: { classifier: valueInput<ClassifierValue>() },
  params: { facts: factsParam },
  exactness: 'exact',
  result: () => yields.plain<ClassifierJson>(),
});

/** JSON of a classifier. */
export function jsonOf(facts: ClassifierFacts, held: Held): ClassifierJson {
  const hash = classifierHash(facts, held);
  return { voxmetryClassifier: CLASSIFIER_VERSION, hash, facts, ...held };
}

/** The node of a classifier that was written down; of whatever source, so all is checked. */
export function statedClassifierNode(json: unknown): ClassifierNode {
  const { voxmetryClassifier, hash, facts, forest, importance } = (json ??
    {}) as Partial<ClassifierJson>;
  if (voxmetryClassifier !== CLASSIFIER_VERSION)
    throw invalidArgument(
      'classifier',
      'json',
      voxmetryClassifier === undefined
        ? 'no classifier'
        : `of version ${String(voxmetryClassifier)}`,
      `what classifier.json() gave, of version ${String(CLASSIFIER_VERSION)}`,
    );
  const node = makeNode(statedClassifier, {}, { facts, held: { forest, importance } });
  const { params } = node;
  if (classifierHash(params['facts'] as ClassifierFacts, params['held'] as Held) !== hash)
    throw invalidArgument(
      'classifier',
      'json',
      'changed since it was written',
      'a classifier whose hash is that of its content',
    );
  return node;
}
