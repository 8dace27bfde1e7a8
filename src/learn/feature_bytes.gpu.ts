// What the feature planes of a box take on the GPU while they are made.
import { passesBytes } from '../filters/gaussian_passes.gpu.js';
import {
  addedBytes,
  bufferBytes,
  bytesOf,
  largerOf,
  type BufferBytes,
} from '../implement/index.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { boxFeatureBytes } from './box_features.gpu.js';
import { featureGroups, isScale, ordersOf, type FeatureGroup } from './feature_groups.gpu.js';
import { gradientBox, smoothingOf } from './feature_groups.gpu.js';
import {
  longAxes,
  outerSigma,
  planeCount,
  type Feature,
  type FeatureName,
} from './feature_specs.js';

/** So many fields of f32 over a region. */
function fields(count: number, region: Region): BufferBytes {
  return bufferBytes(Array.from({ length: count }, () => bytesOf('f32', region)));
}

/** What the eigenvalues of matrices take: their entries, and the planes. */
function eigenvalueBytes(region: Region, axes: number): BufferBytes {
  const planes = bufferBytes([axes * bytesOf('f32', region)]);
  return addedBytes(fields((axes * (axes + 1)) / 2, region), planes);
}

/** What each step to the planes of a group takes, with what the step before leaves to it. */
export function stepsOf(
  group: FeatureGroup,
  region: Region,
  volume: GridMeta,
  binding: number,
): readonly BufferBytes[] {
  const [{ feature }] = group;
  const { name, sigma = 0, rho = 0 } = feature;
  const axes = longAxes(volume.size);
  const plane = fields(1, region);
  const passes = (of: number, over = region): BufferBytes =>
    passesBytes(over, volume, smoothingOf(of));
  if (isScale(group)) {
    const { smooth, slopes, seconds } = ordersOf(group, axes);
    const count = smooth.length + slopes.length + seconds.length;
    const has = (...names: readonly FeatureName[]): boolean =>
      group.some((each) => names.includes(each.feature.name));
    // What is combined has a plane of its own.
    const combined = has('gradient', 'laplacian') ? plane : undefined;
    const derivatives = addedBytes(fields(count, region), passes(sigma), combined);
    const isMatrix = has('hessian');
    return isMatrix ? [derivatives, eigenvalueBytes(region, axes.length)] : [derivatives];
  }
  if (name === 'structure') {
    const around = gradientBox(region, rho, volume);
    const slopes = fields(axes.length, around);
    const entries = fields((axes.length * (axes.length + 1)) / 2, region);
    return [
      addedBytes(slopes, passes(sigma, around)),
      addedBytes(slopes, fields(1, around), passes(rho), entries),
      eigenvalueBytes(region, axes.length),
    ];
  }
  if (name === 'differenceOfGaussians')
    return [
      addedBytes(plane, passes(sigma)),
      addedBytes(fields(2, region), passes(outerSigma(sigma))),
      fields(3, region),
    ];
  if (feature.reach === undefined) return [plane];
  return [addedBytes(plane, boxFeatureBytes(region, feature, volume, binding))];
}

/** The most that `eachPlane` takes at a time for a region, of channels that lie alike. */
export function planeBytes(
  features: readonly Feature[],
  region: Region,
  volumes: readonly GridMeta[],
  binding: number,
): BufferBytes {
  return featureGroups(features, volumes[0]!.size)
    .flatMap((group) => stepsOf(group, region, volumes[group[0].feature.channel ?? 0]!, binding))
    .reduce(largerOf, bufferBytes([]));
}

/** What `featurePlanes` takes: 4 B/voxel for each plane, and what it takes to make them. */
export function featureBytes(
  features: readonly Feature[],
  region: Region,
  volumes: readonly GridMeta[],
  binding: number,
): BufferBytes {
  const all = bufferBytes([planeCount(features, volumes[0]!.size) * bytesOf('f32', region)]);
  return addedBytes(all, planeBytes(features, region, volumes, binding));
}
