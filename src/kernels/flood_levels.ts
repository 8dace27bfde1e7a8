import { kernel } from '../gpu/index.js';
import { floodWgsl } from './shared/flood_blocks.js';
import wgsl from './flood_levels.wgsl?raw';

/**
 * Lowers the level at which water reaches each voxel, in blocks that a neighbour woke.
 * `stamps` holds for each block the last turn (from 1) in which it changed; `progress` the last turn in
 * which any did, and how many visits there were.
 */
export const floodLevels = kernel({
  name: 'flood_levels',
  wgsl,
  modules: floodWgsl,
  buffers: { heights: 'read', levels: 'read_write', stamps: 'read_write', progress: 'read_write' },
  params: { grid: 'Grid', blocks: 'vec3u', turn: 'u32' },
  constants: ['REACH'],
  workgroup: [256, 1, 1],
});
