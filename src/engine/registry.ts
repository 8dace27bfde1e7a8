import type { Implementation } from '../implement/index.js';
import { componentsOnGpu } from '../segmentation/components.gpu.js';
import { asVolumeOnGpu, castOnGpu } from '../filters/cast.gpu.js';
import { combineOnGpu, invertOnGpu } from '../filters/combine.gpu.js';
import { cropOnGpu } from '../filters/crop.gpu.js';
import { gaussianOnGpu } from '../filters/gaussian.gpu.js';
import { medianOnGpu } from '../filters/median.gpu.js';
import { thresholdOnGpu } from '../segmentation/threshold.gpu.js';

/** Every op that the engine can compute. */
const ALL: readonly Implementation[] = [
  thresholdOnGpu,
  medianOnGpu,
  gaussianOnGpu,
  invertOnGpu,
  combineOnGpu,
  castOnGpu,
  asVolumeOnGpu,
  cropOnGpu,
  componentsOnGpu,
];

/** Implementations by the name of their op. */
export const implementations: ReadonlyMap<string, Implementation> = new Map(
  ALL.map((implementation) => [implementation.op.name, implementation]),
);
