import levels from './levels.wgsl?raw';
import { quadWgsl } from './quad.js';

/** Modules for kernels that work on levels: those of quads, and `levels`. */
export const levelsWgsl = { ...quadWgsl, levels } as const;
