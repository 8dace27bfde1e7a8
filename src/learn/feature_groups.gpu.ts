// Which features are computed together, and by which derivatives.
import { matrixOf, orderOf } from '../filters/derivatives.gpu.js';
import type { Smoothing } from '../filters/gaussian_passes.gpu.js';
import { gaussianRadius } from '../filters/gaussian_weights.js';
import { alignRegion, growRegion, map3, type Region, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { FEATURE_TRUNCATE, planesOf, type Feature, type FeatureName } from './feature_specs.js';

/** Features that derivatives of one Gaussian give together. */
const SHARED: readonly FeatureName[] = [
  'gaussian',
  'gradient',
  'derivative',
  'laplacian',
  'hessian',
];

/** A feature, and which of a voxel's values its planes are: those from `first` on. */
export interface PlacedFeature {
  readonly feature: Feature;
  readonly first: number;
}

/** Features whose planes are computed together. */
export type FeatureGroup = readonly [PlacedFeature, ...PlacedFeature[]];

/** Features in groups: those that share the passes of a Gaussian, and each of the others alone. */
export function featureGroups(features: readonly Feature[], size: Vec3): readonly FeatureGroup[] {
  const groups = new Map<string, [PlacedFeature, ...PlacedFeature[]]>();
  let first = 0;
  for (const [index, feature] of features.entries()) {
    const { name, sigma, channel = 0 } = feature;
    const key = SHARED.includes(name) ? `${String(sigma)} of ${String(channel)}` : String(index);
    const group = groups.get(key);
    const placed: PlacedFeature = { feature, first };
    if (group === undefined) groups.set(key, [placed]);
    else group.push(placed);
    first += planesOf(feature, size);
  }
  return [...groups.values()];
}

/** Whether a group is of features that derivatives of a Gaussian give together. */
export function isScale([{ feature }]: FeatureGroup): boolean {
  return SHARED.includes(feature.name);
}

/** The derivatives that a group takes along some axes: their orders along x, y and z. */
export interface GroupOrders {
  readonly smooth: readonly Vec3[];
  readonly slopes: readonly Vec3[];
  /** Entries of the Hessian, or its diagonal alone. */
  readonly seconds: readonly Vec3[];
}

/** The derivatives that are behind a group. */
export function ordersOf(group: FeatureGroup, axes: readonly number[]): GroupOrders {
  const has = (...names: readonly FeatureName[]): boolean =>
    group.some(({ feature }) => names.includes(feature.name));
  const seconds = has('hessian')
    ? matrixOf(axes).entries.map(([i, j]) => orderOf(i, j))
    : has('laplacian')
      ? axes.map((axis) => orderOf(axis, axis))
      : [];
  return {
    smooth: has('gaussian') ? [map3(() => 0)] : [],
    slopes: has('gradient', 'derivative') ? axes.map((axis) => orderOf(axis)) : [],
    seconds,
  };
}

/** How the Gaussians of features are cut off, and what they read beyond the volume. */
export function smoothingOf(sigma: number): Smoothing {
  return { sigma, truncate: FEATURE_TRUNCATE, border: 'reflect', value: 0 };
}

/**
 * The box of the gradients behind averaged structure tensors. It starts and ends with whole eights
 * of voxels along x, so that kernels of wide loads serve.
 */
export function gradientBox(region: Region, rho: number, { size, spacing }: GridMeta): Region {
  return alignRegion(
    growRegion(region, gaussianRadius(rho, FEATURE_TRUNCATE, spacing), size),
    size,
    8,
  );
}
