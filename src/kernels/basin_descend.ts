import { kernel } from '../gpu/index.js';
import { floodWgsl } from './shared/flood_blocks.js';
import wgsl from './basin_descend.wgsl?raw';

/** Points every voxel downhill, and follows that within its block; counts open basins. */
export const basinDescend = kernel({
  name: 'basin_descend',
  wgsl,
  modules: floodWgsl,
  buffers: { heights: 'read', seeds: 'read', paths: 'write', counts: 'read_write' },
  params: { grid: 'Grid', blocks: 'vec3u' },
  constants: ['REACH', 'BASINS'],
  workgroup: [64, 1, 1],
});
