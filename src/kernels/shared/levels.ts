import levels from './levels.wgsl?raw';
import localMoments from './local_moments.wgsl?raw';
import { quadWgsl } from './quad.js';

/** Modules for kernels that work on levels: those of quads, and `levels`. */
export const levelsWgsl = { ...quadWgsl, levels } as const;

/** Modules for kernels that sum levels over windows. */
export const localMomentsWgsl = { ...levelsWgsl, local_moments: localMoments } as const;
