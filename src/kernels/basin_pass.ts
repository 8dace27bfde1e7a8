import { kernel } from '../gpu/index.js';
import { floodWgsl } from './shared/flood_blocks.js';
import wgsl from './basin_pass.wgsl?raw';

/** Finds, over listed voxels, the level of the lowest pass of every lake, or (`CHOOSE` 1) the lake beyond. */
export const basinPass = kernel({
  name: 'basin_pass',
  wgsl,
  modules: floodWgsl,
  buffers: {
    heights: 'read',
    paths: 'read',
    lakes: 'read',
    levels: 'read_write',
    beyond: 'read_write',
    edge: 'read',
    still: 'read_write',
    counts: 'read_write',
  },
  params: { grid: 'Grid', from_list: 'u32', to_list: 'u32' },
  constants: ['REACH', 'CHOOSE', 'VISITS'],
  workgroup: [64, 1, 1],
});
