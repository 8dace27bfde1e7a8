import { sharedWgsl } from './index.js';
import medianKey from './median_key.wgsl?raw';
import quad from './quad.wgsl?raw';

/** Shared WGSL for kernels whose invocations own four voxels in a row. */
export const quadWgsl = { ...sharedWgsl, median_key: medianKey, quad } as const;
