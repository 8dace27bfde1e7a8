import { kernel } from '../gpu/index.js';
import { floodWgsl } from './shared/flood_blocks.js';
import wgsl from './watershed_begin.wgsl?raw';

/** Steps of the voxels that markers and lower neighbours decide; lists the others. */
export const watershedBegin = kernel({
  name: 'watershed_begin',
  wgsl,
  modules: floodWgsl,
  buffers: {
    heights: 'read',
    seeds: 'read',
    steps: 'write',
    rest: 'read_write',
    counts: 'read_write',
  },
  params: { grid: 'Grid', blocks: 'vec3u' },
  constants: ['REACH'],
  workgroup: [64, 1, 1],
});
