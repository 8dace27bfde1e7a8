import { kernel } from '../gpu/index.js';
import { floodWgsl } from './shared/flood_blocks.js';
import wgsl from './flood_levels.wgsl?raw';

/**
 * Lowers the level at which water reaches each voxel, in blocks that a neighbour woke. See `flood` for
 * the queues of blocks.
 */
export const floodLevels = kernel({
  name: 'flood_levels',
  wgsl,
  modules: floodWgsl,
  buffers: {
    resting: 'read',
    falling: 'read_write',
    stamps: 'read_write',
    queues: 'read_write',
    counts: 'read_write',
    awake: 'read',
  },
  params: { grid: 'Grid', blocks: 'vec3u', turn: 'u32', half: 'u32' },
  constants: ['REACH'],
  workgroup: [64, 1, 1],
});
