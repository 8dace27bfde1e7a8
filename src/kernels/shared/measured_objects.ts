import { objectWgsl } from './object_slots.js';
import { quadWgsl } from './quad.js';
import measuredObjects from './measured_objects.wgsl?raw';
import measuredVoxels from './measured_voxels.wgsl?raw';

/** Shared WGSL of {@link measureLabels}: what it gathers of voxels, and how that becomes sums of objects. */
export const measureWgsl = {
  ...quadWgsl,
  ...objectWgsl,
  measured_voxels: measuredVoxels,
  measured_objects: measuredObjects,
} as const;
