import { kernel } from '../gpu/index.js';
import { floodWgsl } from './shared/flood_blocks.js';
import wgsl from './watershed_wake.wgsl?raw';

/** Queues the blocks of listed voxels for a flood. */
export const watershedWake = kernel({
  name: 'watershed_wake',
  wgsl,
  modules: floodWgsl,
  buffers: {
    rest: 'read',
    stamps: 'read_write',
    queues: 'read_write',
    counts: 'read_write',
    awake: 'read',
  },
  params: { grid: 'Grid', blocks: 'vec3u', half: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});
