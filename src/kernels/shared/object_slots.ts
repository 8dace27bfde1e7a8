import { sharedWgsl } from './index.js';
import objectSlots from './object_slots.wgsl?raw';

/** Shared WGSL of the kernels that gather sums per object, a workgroup at a time. */
export const objectWgsl = { ...sharedWgsl, object_slots: objectSlots } as const;
