import { sharedWgsl } from './index.js';
import quadField from './quad_field.wgsl?raw';

/** Shared WGSL for kernels whose invocations own four f32 voxels in a row. */
export const fieldWgsl = { ...sharedWgsl, quad_field: quadField } as const;
