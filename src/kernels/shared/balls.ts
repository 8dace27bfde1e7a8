import { floodWgsl } from './flood_blocks.js';
import balls from './balls.wgsl?raw';

/** Shared WGSL of the kernels of balls, which work in blocks of 8³ voxels as floods do. */
export const ballWgsl = { ...floodWgsl, balls } as const;
