import type { Implementation } from '../implement/index.js';
import { thresholdOnGpu } from '../segmentation/threshold.gpu.js';

/** Every op that the engine can compute. */
const ALL: readonly Implementation[] = [
  thresholdOnGpu,
];

/** Implementations by the name of their op. */
export const implementations: ReadonlyMap<string, Implementation> = new Map(
  ALL.map((implementation) => [implementation.op.name, implementation]),
);
