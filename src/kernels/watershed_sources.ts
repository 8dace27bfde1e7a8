import { kernel } from '../gpu/index.js';
import { floodWgsl } from './shared/flood_blocks.js';
import wgsl from './watershed_sources.wgsl?raw';

/** Points every voxel at the neighbour from which it is flooded, and follows that within its block. */
export const watershedSources = kernel({
  name: 'watershed_sources',
  wgsl,
  modules: floodWgsl,
  buffers: { heights: 'read', steps: 'read', paths: 'write' },
  params: { grid: 'Grid', blocks: 'vec3u', markers: 'Grid' },
  constants: ['REACH'],
  workgroup: [64, 1, 1],
});
