import { sharedWgsl } from './index.js';
import modular from './modular.wgsl?raw';

/** Shared WGSL of kernels that calculate modulo a prime. */
export const modularWgsl = { ...sharedWgsl, modular } as const;
