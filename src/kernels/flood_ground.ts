import { kernel } from '../gpu/index.js';
import { floodWgsl } from './shared/flood_blocks.js';
import wgsl from './flood_ground.wgsl?raw';

/**
 * The ground of a reconstruction, in rows of whole eights: heights of a volume, and levels from which the flood falls:
 * those of a seed, never below the ground, or (SEEDED 0, the seed not read) the volume's own, `steps` or `h` behind.
 */
export const floodGround = kernel({
  name: 'flood_ground',
  wgsl,
  modules: floodWgsl,
  buffers: { src: 'read', seed: 'read', heights: 'write', water: 'write' },
  params: { src: 'Grid', seed: 'Grid', dst: 'Grid', steps: 'u32', h: 'f32' },
  constants: ['SRC_DTYPE', 'SIDE', 'SEEDED'],
  workgroup: [64, 1, 1],
});
