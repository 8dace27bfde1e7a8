// What the passes behind feature planes take while they run.
import { gaussianRadius } from '../filters/gaussian_weights.js';
import type { Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { FEATURE_TRUNCATE, longAxes, planesOf, type Feature } from './feature_specs.js';

/** Features that derivatives of one Gaussian give together. */
const SHARED = ['gaussian', 'gradient', 'derivative', 'laplacian', 'hessian'] as const;

/** The features of one standard deviation, and the plane at which each begins. */
export interface Scale {
  readonly sigma: number;
  readonly channel: number;
  readonly at: Readonly<Partial<Record<(typeof SHARED)[number], number>>>;
}

/** The features that share the passes of their Gaussian, by standard deviation and channel. */
export function scalesOf(features: readonly Feature[], size: Vec3): readonly Scale[] {
  const scales = new Map<string, { sigma: number; channel: number; at: Record<string, number> }>();
  let plane = 0;
  for (const feature of features) {
    const { name, sigma, channel = 0 } = feature;
    if (sigma !== undefined && (SHARED as readonly string[]).includes(name)) {
      const key = `${String(sigma)} of ${String(channel)}`;
      const scale = scales.get(key) ?? { sigma, channel, at: {} };
      scale.at[name] = plane;
      scales.set(key, scale);
    }
    plane += planesOf(feature, size);
  }
  return [...scales.values()];
}

/** Features whose planes are computed together, and which values of a voxel they are. */
export interface FeatureGroup {
  readonly features: readonly Feature[];
  readonly values: readonly number[];
}

/** Features in groups: those that share the passes of a Gaussian, and each of the others alone. */
export function featureGroups(features: readonly Feature[], size: Vec3): readonly FeatureGroup[] {
  const groups = new Map<string, { features: Feature[]; values: number[] }>();
  let value = 0;
  for (const [index, feature] of features.entries()) {
    const { name, sigma, channel = 0 } = feature;
    const isShared = (SHARED as readonly string[]).includes(name);
    const key = isShared ? `${String(sigma)} of ${String(channel)}` : String(index);
    const group = groups.get(key) ?? { features: [], values: [] };
    groups.set(key, group);
    group.features.push(feature);
    for (let k = planesOf(feature, size); k > 0; k -= 1) group.values.push(value++);
  }
  return [...groups.values()];
}

/** Fields that the passes of a scale make along x, along y, and along z. */
function fieldsOf({ at }: Scale, size: Vec3): readonly [number, number, number] {
  const axes = longAxes(size).length;
  const isSecond = at.hessian !== undefined;
  // Of three axes: the orders along x, along x and y, and along all of them.
  const orders =
    (at.gaussian === undefined ? 0 : 1) +
    (at.gradient === undefined && at.derivative === undefined ? 0 : axes) +
    (isSecond ? (axes * (axes + 1)) / 2 : at.laplacian === undefined ? 0 : axes);
  return [Math.min(orders, 3), Math.min(orders, 6), orders];
}

/** Bytes per voxel of the passes of a scale that are there at once, and how far they reach. */
export function scaleBuffers(
  scale: Scale,
  { size, spacing }: GridMeta,
): { readonly perVoxel: number; readonly margin: Vec3 } {
  const [, along, all] = fieldsOf(scale, size);
  return {
    perVoxel: 4 * (along + all),
    margin: gaussianRadius(scale.sigma, FEATURE_TRUNCATE, spacing),
  };
}

/** The same, with what waits to be lent again. */
export function scaleBytesInAll(scale: Scale, size: Vec3): number {
  return 4 * fieldsOf(scale, size).reduce((sum, fields) => sum + fields, 0);
}

/** Bytes per voxel of the passes of a structure tensor, and with what waits to be lent again. */
export const tensorBuffers = { perVoxel: 48 } as const;
export const TENSOR_IN_ALL = 68;
