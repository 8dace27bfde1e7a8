import eights from './eights.wgsl?raw';
import { quadWgsl } from './quad.js';

/** Shared WGSL for kernels whose invocations own eight voxels in a row, of rows of whole quads of words. */
export const eightsWgsl = { ...quadWgsl, eights } as const;
