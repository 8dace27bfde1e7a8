// What the feature planes of a region take on the GPU.
import { tensorReach } from '../filters/derivatives.js';
import { gaussianRadius } from '../filters/gaussian_weights.js';
import { slabTemporaries } from '../filters/slabs.gpu.js';
import { bufferBytes, bytesOf, largerOf, type BufferBytes } from '../implement/index.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { boxFeatureBytes } from './box_features.gpu.js';
import {
  scaleBuffers,
  scaleBytesInAll,
  scalesOf,
  tensorBuffers,
  TENSOR_IN_ALL,
} from './feature_memory.js';
import { FEATURE_TRUNCATE, outerSigma, planeCount, type Feature } from './feature_specs.js';

/** Bytes per voxel of a difference of Gaussians, with what waits to be lent again. */
const DIFFERENCE_IN_ALL = 24;

/** What the passes of one feature take beside the planes. */
function passesOf(
  feature: Feature,
  region: Region,
  volumes: readonly GridMeta[],
  binding: number,
): BufferBytes {
  const { name, sigma, rho, reach, channel = 0 } = feature;
  const volume = volumes[channel]!;
  const { spacing } = volume;
  if (reach !== undefined) {
    const grid = bufferBytes([bytesOf('f32', region)]);
    const beside = boxFeatureBytes(region, feature, volume, binding) ?? bufferBytes([]);
    return {
      total: grid.total + beside.total,
      largest: Math.max(grid.largest, beside.largest),
    };
  }
  if (name === 'structure' && sigma !== undefined && rho !== undefined) {
    const margin = tensorReach({ sigma, rho, truncate: FEATURE_TRUNCATE }, spacing);
    return slabTemporaries(region, { ...tensorBuffers, margin }, binding, TENSOR_IN_ALL);
  }
  if (name === 'differenceOfGaussians' && sigma !== undefined) {
    const margin = gaussianRadius(outerSigma(sigma), FEATURE_TRUNCATE, spacing);
    return slabTemporaries(region, { perVoxel: 16, margin }, binding, DIFFERENCE_IN_ALL);
  }
  return bufferBytes([]);
}

/**
 * What the feature planes of a region take, of channels that lie alike: 4 B/voxel for each plane,
 * and the most that the passes of a feature take beside them.
 */
export function featureBytes(
  features: readonly Feature[],
  region: Region,
  volumes: readonly GridMeta[],
  binding: number,
): BufferBytes {
  const volume = volumes[0]!;
  const planes = bufferBytes([planeCount(features, volume.size) * bytesOf('f32', region)]);
  const scales = scalesOf(features, volume.size).map((scale) =>
    slabTemporaries(
      region,
      scaleBuffers(scale, volume),
      binding,
      scaleBytesInAll(scale, volume.size),
    ),
  );
  const beside = features
    .map((feature) => passesOf(feature, region, volumes, binding))
    .concat(scales)
    .reduce(largerOf, bufferBytes([]));
  return {
    total: planes.total + beside.total,
    largest: Math.max(planes.largest, beside.largest),
  };
}
