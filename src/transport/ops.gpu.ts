import type { Implementation } from '../implement/index.js';
import { networkOnGpu } from './network.gpu.js';
import { periodicFacesOnGpu } from './periodic_faces.gpu.js';
import { concentrationOnGpu, transportAxesOnHost, transportOnGpu } from './tortuosity.gpu.js';

/** How the GPU computes the ops of this folder. Loaded when a recipe first needs one of them. */
export const TRANSPORT_ON_GPU: readonly Implementation[] = [
  concentrationOnGpu,
  networkOnGpu,
  periodicFacesOnGpu,
  transportAxesOnHost,
  transportOnGpu,
];
