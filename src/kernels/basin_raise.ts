import { kernel } from '../gpu/index.js';
import { floodWgsl } from './shared/flood_blocks.js';
import wgsl from './basin_raise.wgsl?raw';

/** Raises the heights of open basins to the level of their water. */
export const basinRaise = kernel({
  name: 'basin_raise',
  wgsl,
  modules: floodWgsl,
  buffers: {
    paths: 'read',
    lakes: 'read',
    floors: 'read',
    queues: 'read',
    awake: 'read',
    heights: 'read_write',
  },
  params: { grid: 'Grid', blocks: 'vec3u' },
  constants: [],
  workgroup: [64, 1, 1],
});
