import { quadWgsl } from './quad.js';
import windowQuads from './window_quads.wgsl?raw';

/** Shared WGSL of kernels that look at windows of keys with margins. */
export const windowQuadsWgsl = { ...quadWgsl, window_quads: windowQuads } as const;
