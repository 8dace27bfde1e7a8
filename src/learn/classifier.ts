// What is known of a classifier before it is trained or read: its classes and its features.
import { invalidArgument, VoxmetryError } from '../recipe/errors.js';
import type { GridMeta, ValueMeta } from '../recipe/meta.js';
import type { Node } from '../recipe/op.js';
import { param, type Param } from '../recipe/params.js';
import { checkChannels } from './channels.js';
import { checkFeatures, FEATURES_VERSION, featuresParam, longAxes } from './feature_specs.js';
import type { Feature } from './feature_specs.js';
import { MOST_CLASSES, type Forest } from './forest/forest_data.js';

/** A classifier, as ops take it. */
export interface ClassifierValue {
  readonly forest: Forest;
  /** By value of a voxel: mean decrease of impurity, of the sum of 1; empty where not known. */
  readonly importance: readonly number[];
}

/** What a classifier tells apart, and by what. A type, so that it is plain data. */
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- an interface is no ParamJson
export type ClassifierFacts = {
  /** The names of the classes, in the order of their codes 0, 1, …. */
  readonly classes: readonly string[];
  readonly features: readonly Feature[];
  /** Which computation the features are of. */
  readonly featuresVersion: number;
  /** Unit of the features' lengths. */
  readonly unit: string;
  /** Spacing of the scan that it was trained on. */
  readonly spacing: readonly number[];
  /** Axes of more than one voxel: 2 of images, 3 of volumes. */
  readonly dimensions: number;
};

function factsOf(given: unknown): ClassifierFacts | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { classes, featuresVersion, unit, spacing, dimensions, ...rest } =
    given as Partial<ClassifierFacts>;
  const features = featuresParam.parse(rest.features);
  const isName = (name: unknown): boolean => typeof name === 'string' && name !== '';
  if (!Array.isArray(classes) || classes.length < 2 || classes.length > MOST_CLASSES)
    return undefined;
  if (!classes.every(isName) || new Set(classes).size < classes.length) return undefined;
  if (features === undefined || featuresVersion !== FEATURES_VERSION) return undefined;
  if (typeof unit !== 'string' || ![1, 2, 3].includes(dimensions!)) return undefined;
  if (!Array.isArray(spacing) || spacing.length !== 3) return undefined;
  if (!spacing.every((step) => Number.isFinite(step) && Number(step) > 0)) return undefined;
  return {
    classes: [...(classes as readonly string[])],
    features,
    featuresVersion,
    unit,
    spacing: [...(spacing as readonly number[])],
    dimensions: dimensions!,
  };
}

/** The facts of a classifier, as a parameter. */
export const factsParam: Param<ClassifierFacts, ClassifierFacts, false> = param({
  type: 'record',
  doc: 'What a classifier tells apart, and by which features.',
  default: undefined,
  allowed: `the facts of a classifier: 2 to ${String(MOST_CLASSES)} classes of different names, features of version ${String(FEATURES_VERSION)} with their unit, the spacing and the dimensions; train again where the version is another`,
  schema: {
    type: 'object',
    properties: {
      classes: { type: 'array', items: { type: 'string' }, minItems: 2, maxItems: MOST_CLASSES },
      features: featuresParam.schema,
      featuresVersion: { const: FEATURES_VERSION },
      unit: { type: 'string' },
    },
    required: ['classes', 'features', 'featuresVersion', 'unit', 'spacing', 'dimensions'],
  },
  accept: factsOf,
});

/** A node that yields a classifier. */
export type ClassifierNode = Node<ValueMeta<ClassifierValue>>;

/** The facts of the classifier that a node yields. */
export function factsOfNode(node: Node): ClassifierFacts {
  const facts = factsParam.parse(node.params['facts']);
  if (facts === undefined)
    throw new VoxmetryError('internal', `${node.op.name} yields no classifier. Please report it.`);
  return facts;
}

/** Whether a node yields a classifier. */
export function isClassifierNode({ meta, params }: Node): boolean {
  return meta.kind === 'value' && 'facts' in params;
}

/** The facts of a classifier of a scan. */
export function factsFor(
  { size, spacing, unit }: GridMeta,
  classes: readonly string[],
  features: readonly Feature[],
): ClassifierFacts {
  const dimensions = longAxes(size).length;
  return { classes, features, featuresVersion: FEATURES_VERSION, unit, spacing, dimensions };
}

/** Below and above this part of its training spacing a scan shows other things than were learnt. */
const MOST_COARSER = 2;

/**
 * Throws `invalid-argument` where a classifier does not fit a scan and its channels: lengths of its
 * features mean nothing in another unit, and voxels of more than twice the spacing, or less than
 * half, show other details than it learnt.
 */
export function checkFits(op: string, facts: ClassifierFacts, channels: readonly GridMeta[]): void {
  const meta = channels[0]!;
  checkChannels(op, facts.features, channels.length);
  const { unit, spacing, size } = meta;
  if (unit !== facts.unit)
    throw invalidArgument(
      op,
      'classifier',
      `trained in ${facts.unit}`,
      `one that was trained in the unit of the volume, ${unit}; state spacing and unit when opening`,
    );
  if (longAxes(size).length !== facts.dimensions)
    throw invalidArgument(
      op,
      'classifier',
      `of ${String(facts.dimensions)} dimensions`,
      `one that was trained on ${String(longAxes(size).length)} dimensions, as the volume has`,
    );
  const ratios = spacing.map((step, i) => step / facts.spacing[i]!);
  if (ratios.some((ratio, i) => size[i]! > 1 && (ratio > MOST_COARSER || ratio < 1 / MOST_COARSER)))
    throw invalidArgument(
      op,
      'classifier',
      `trained on voxels of ${facts.spacing.join('×')} ${unit}`,
      `voxels of between half and twice that spacing, not ${spacing.join('×')} ${unit}; resample the volume, or train on it`,
    );
  checkFeatures(op, facts.features, meta);
}
