// Which features describe a voxel: their lengths, their planes, and how far they reach.
import { checkSigma, tensorReach } from '../filters/derivatives.js';
import { gaussianRadius } from '../filters/gaussian_weights.js';
import { invalidArgument } from '../recipe/errors.js';
import { map3, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { param, type Param } from '../recipe/params.js';

/** Rises when features of the same name and lengths have other values than before. */
export const FEATURES_VERSION = 1;

/** Where the Gaussians of features are cut off, in standard deviations. */
export const FEATURE_TRUNCATE = 4;

/** The outer Gaussian of a difference of Gaussians, over the inner one. */
const OUTER = 1.6;

/** Features that a Gaussian of a standard deviation is behind. */
const SCALED = [
  'gaussian',
  'gradient',
  'derivative',
  'laplacian',
  'differenceOfGaussians',
  'hessian',
] as const;
/** Features of a box of voxels. */
const WINDOWED = ['median', 'minimum', 'maximum', 'localContrast'] as const;

/** The names of features. */
export const FEATURE_NAMES = [
  'intensity',
  ...SCALED,
  'structure',
  ...WINDOWED,
  'position',
] as const satisfies readonly FeatureName[];

/** What a feature measures. */
export type FeatureName =
  | 'intensity'
  | 'gaussian'
  | 'gradient'
  | 'derivative'
  | 'laplacian'
  | 'differenceOfGaussians'
  | 'hessian'
  | 'structure'
  | 'median'
  | 'minimum'
  | 'maximum'
  | 'localContrast'
  | 'position';

/**
 * One feature of a voxel; lengths are in the unit of the grid. A type, so that it is plain data.
 *
 * - `intensity`: the voxel's value.
 * - `gaussian`, `gradient` (magnitude), `derivative` (along each axis, with its sign), `laplacian`,
 *   `differenceOfGaussians` (σ less 1.6 σ), `hessian` (its eigenvalues, descending): of the volume
 *   smoothed by `sigma`.
 * - `structure`: eigenvalues, descending, of the structure tensor of gradients of `sigma`, averaged
 *   by a Gaussian of `rho`.
 * - `median`, `minimum`, `maximum`, `localContrast`: of the box that goes `reach` to either side.
 * - `position`: how far the voxel lies along each axis from the first one.
 *
 * `channel` is the number of the channel that it is of; that of the volume, 0, is not said.
 */
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- an interface is no ParamJson
export type Feature = {
  readonly name: FeatureName;
  readonly sigma?: number;
  readonly rho?: number;
  readonly reach?: number;
  readonly channel?: number;
};

function isOne<T extends string>(names: readonly T[], name: string): name is T {
  return (names as readonly string[]).includes(name);
}

function featureOf(given: unknown): Feature | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { channel, ...own } = given as Record<string, unknown>;
  const feature = lengthsOf(own);
  if (channel === undefined || feature === undefined) return feature;
  const good = Number.isInteger(channel) && Number(channel) > 0 && Number(channel) < MOST_CHANNELS;
  return good ? { ...feature, channel: Number(channel) } : undefined;
}

/** A feature of the volume's own channel. */
function lengthsOf({ name, sigma, rho, reach }: Record<string, unknown>): Feature | undefined {
  const good = (n: unknown): n is number => typeof n === 'number' && Number.isFinite(n) && n > 0;
  if (typeof name !== 'string' || !isOne(FEATURE_NAMES, name)) return undefined;
  if (isOne(SCALED, name)) return good(sigma) ? { name, sigma } : undefined;
  if (isOne(WINDOWED, name)) return good(reach) ? { name, reach } : undefined;
  if (name === 'structure') return good(sigma) && good(rho) ? { name, sigma, rho } : undefined;
  return { name };
}

/** Most features of a classifier. */
const MOST_FEATURES = 255;

/** Most channels of a classifier, the volume's own among them. */
const MOST_CHANNELS = 8;

/** The features of a classifier, as a parameter. */
export const featuresParam: Param<readonly Feature[], readonly Feature[], false> = param({
  type: 'record',
  doc: 'The features of a voxel, with their lengths.',
  default: undefined,
  allowed: `a list of 1 to ${String(MOST_FEATURES)} features, with positive lengths`,
  schema: {
    type: 'array',
    minItems: 1,
    maxItems: MOST_FEATURES,
    items: {
      type: 'object',
      properties: { name: { enum: [...FEATURE_NAMES] } },
      required: ['name'],
    },
  },
  accept: (given): readonly Feature[] | undefined => {
    if (!Array.isArray(given) || given.length === 0 || given.length > MOST_FEATURES)
      return undefined;
    const features = given.map(featureOf);
    return features.every((feature) => feature !== undefined) ? features : undefined;
  },
});

/** What features are taken where nothing is said. */
export const DEFAULT_FEATURES: readonly FeatureName[] = [
  'intensity',
  'gaussian',
  'gradient',
  'hessian',
  'structure',
];

/** Standard deviations where nothing is said, in the smallest spacing. */
const DEFAULT_SCALES = [0.7, 1.6, 3.5, 7] as const;
/** How far boxes reach where nothing is said, in the smallest spacing. */
const DEFAULT_REACH = 1;

/** Which features of which lengths are wanted, in the grid's unit. */
export interface FeatureChoice {
  readonly features?: readonly string[] | undefined;
  readonly scales?: readonly number[] | undefined;
  readonly reaches?: readonly number[] | undefined;
}

/**
 * The features of a choice, each at each of its lengths, of each of some channels. Throws
 * `invalid-argument`.
 */
export function featuresOf(
  op: string,
  { spacing }: Pick<GridMeta, 'spacing'>,
  { features = DEFAULT_FEATURES, scales, reaches }: FeatureChoice,
  channels = 1,
): readonly Feature[] {
  const step = Math.min(...spacing);
  const sigmas = scales ?? DEFAULT_SCALES.map((voxels) => voxels * step);
  const boxes = reaches ?? [DEFAULT_REACH * step];
  for (const [name, lengths] of Object.entries({ scales: sigmas, reaches: boxes }))
    if (!lengths.every((length) => length > 0 && Number.isFinite(length)))
      throw invalidArgument(op, name, lengths, "positive lengths in the volume's unit");
  const least = Math.min(...sigmas);
  const own = features.flatMap((name): Feature[] => {
    if (!isOne(FEATURE_NAMES, name))
      throw invalidArgument(op, 'features', name, FEATURE_NAMES.join(', '));
    if (isOne(SCALED, name)) return sigmas.map((sigma) => ({ name, sigma }));
    if (isOne(WINDOWED, name)) return boxes.map((reach) => ({ name, reach }));
    if (name === 'structure') return sigmas.map((rho) => ({ name, sigma: least, rho }));
    return [{ name }];
  });
  // All channels lie in one place.
  const elsewhere = own.filter(({ name }) => name !== 'position');
  if (channels > 1 && elsewhere.length === 0)
    throw invalidArgument(op, 'features', features.join(), 'features that channels have as well');
  const list = Array.from({ length: channels }, (_, channel) =>
    channel === 0 ? own : elsewhere.map((feature) => ({ ...feature, channel })),
  ).flat();
  if (list.length > MOST_FEATURES)
    throw invalidArgument(
      op,
      'features',
      `${String(list.length)} of them`,
      `at most ${String(MOST_FEATURES)}; take fewer scales`,
    );
  return list;
}

/** Axes of more than one voxel. */
export function longAxes(size: Vec3): readonly (0 | 1 | 2)[] {
  return ([0, 1, 2] as const).filter((axis) => size[axis] > 1);
}

/** Features of a value for each axis, and of an eigenvalue for each. */
const ALONG_AXES = ['derivative', 'position'] as const;
const VECTORS = [...ALONG_AXES, 'hessian', 'structure'] as const;

/** Planes of values that a feature has. */
export function planesOf({ name }: Feature, size: Vec3): number {
  return (VECTORS as readonly string[]).includes(name) ? longAxes(size).length : 1;
}

/** Planes of all features. */
export function planeCount(features: readonly Feature[], size: Vec3): number {
  return features.reduce((sum, feature) => sum + planesOf(feature, size), 0);
}

/** The names of the planes, with their lengths: 'hessian 1.6 µm, 0', 'channel 1: intensity'. */
export function planeNames(
  features: readonly Feature[],
  { size, unit }: Pick<GridMeta, 'size' | 'unit'>,
): string[] {
  return features.flatMap((feature) => {
    const { name, sigma, rho, reach, channel } = feature;
    const lengths = [sigma, rho, reach]
      .filter((length) => length !== undefined)
      .map((length) => `${String(Number(length.toPrecision(4)))} ${unit}`);
    const from = channel === undefined ? [] : [`channel ${String(channel)}:`];
    const of = [...from, name, ...lengths].join(' ');
    const axes = longAxes(size);
    const count = planesOf(feature, size);
    if (isOne(ALONG_AXES, name)) return axes.map((axis) => `${of} ${'xyz'.charAt(axis)}`);
    return count === 1 && name !== 'hessian' && name !== 'structure'
      ? [of]
      : Array.from({ length: count }, (_, k) => `${of}, ${String(k)}`);
  });
}

/** The outer Gaussian of a difference of Gaussians. */
export function outerSigma(sigma: number): number {
  return OUTER * sigma;
}

/** Voxels that a feature's box reaches to either side: at least one, but along flat axes none. */
export function boxReach(reach: number, { size, spacing }: GridMeta): Vec3 {
  return map3((i) => (size[i] === 1 ? 0 : Math.max(1, Math.round(reach / spacing[i]))));
}

/** Voxels that a feature reaches beyond its own, per axis. */
export function featureReach({ name, sigma, rho, reach }: Feature, meta: GridMeta): Vec3 {
  if (reach !== undefined) return boxReach(reach, meta);
  if (sigma === undefined) return [0, 0, 0];
  if (rho !== undefined)
    return tensorReach({ sigma, rho, truncate: FEATURE_TRUNCATE }, meta.spacing);
  const widest = name === 'differenceOfGaussians' ? outerSigma(sigma) : sigma;
  return gaussianRadius(widest, FEATURE_TRUNCATE, meta.spacing);
}

/** Voxels that some features reach, per axis. */
export function reachOf(features: readonly Feature[], meta: GridMeta): Vec3 {
  const reaches = features.map((feature) => featureReach(feature, meta));
  return map3((i) => Math.max(...reaches.map((reach) => reach[i])));
}

/** Most voxels that a box may reach: as `rank` and `localContrast` allow. */
const MOST_REACH = { median: 5, minimum: 5, maximum: 5, localContrast: 19 } as const;

/** Throws `invalid-argument` where features cannot be taken of a grid: too fine, or too wide. */
export function checkFeatures(op: string, features: readonly Feature[], meta: GridMeta): void {
  const { size, spacing, unit } = meta;
  for (const { name, sigma, rho, reach } of features) {
    for (const [option, length] of [
      ['scales', sigma],
      ['scales', rho],
      ['reaches', reach],
    ] as const)
      if (length !== undefined && length > Math.max(...map3((i) => size[i] * spacing[i])))
        throw invalidArgument(
          op,
          option,
          length,
          `lengths within the volume, which is ${size.map((n, i) => n * spacing[i]!).join('×')} ${unit}`,
        );
    if (sigma !== undefined && name !== 'gaussian' && name !== 'differenceOfGaussians')
      checkSigma(op, meta, { sigma, truncate: FEATURE_TRUNCATE, border: 'reflect' }, [0, 1, 2]);
    if (reach === undefined) continue;
    const most = MOST_REACH[name as keyof typeof MOST_REACH];
    if (Math.max(...boxReach(reach, meta)) > most)
      throw invalidArgument(op, 'reaches', reach, `at most ${String(most)} voxels for ${name}`);
  }
}
