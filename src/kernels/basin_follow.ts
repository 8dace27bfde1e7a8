import { kernel } from '../gpu/index.js';
import { floodWgsl } from './shared/flood_blocks.js';
import wgsl from './basin_follow.wgsl?raw';

/** Follows the paths of all voxels to their ends; queues the blocks of open basins. */
export const basinFollow = kernel({
  name: 'basin_follow',
  wgsl,
  modules: floodWgsl,
  buffers: {
    paths: 'read_write',
    stamps: 'read_write',
    queues: 'read_write',
    counts: 'read_write',
  },
  params: { grid: 'Grid', blocks: 'vec3u' },
  constants: ['UNFINISHED'],
  workgroup: [64, 1, 1],
});
