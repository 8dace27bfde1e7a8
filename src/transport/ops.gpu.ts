// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import type { Implementation } from '../implement/index.js';
import { joinPieceOnHost, boundedTransportOnHost } from './bounded.gpu.js';
import { electrodeTransportOnGpu } from './electrode.gpu.js';
import { networkOnGpu } from './network.gpu.js';
import { periodicFacesOnGpu } from './periodic_faces.gpu.js';
import { permeabilityOnGpu } from './permeability.gpu.js';
import { regionPermeabilityOnHost } from './region_permeability.gpu.js';
import { regionTransportOnHost } from './region_transport.gpu.js';
import { transportOnGpu, concentrationOnGpu, transportAxesOnHost } from './tortuosity.gpu.js';

/** How the ops of this folder are computed. Loaded when a recipe first needs one of them. */
export const TRANSPORT_ON_GPU: readonly Implementation[] = [
  joinPieceOnHost,
  boundedTransportOnHost,
  electrodeTransportOnGpu,
  networkOnGpu,
  periodicFacesOnGpu,
  permeabilityOnGpu,
  regionPermeabilityOnHost,
  regionTransportOnHost,
  transportOnGpu,
  concentrationOnGpu,
  transportAxesOnHost,
];
