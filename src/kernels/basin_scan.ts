import { kernel } from '../gpu/index.js';
import { floodWgsl } from './shared/flood_blocks.js';
import wgsl from './basin_scan.wgsl?raw';

/** Finds the lowest pass of every lake, then (`CHOOSE` 1) the lake beyond; queues the blocks that have passes. */
export const basinScan = kernel({
  name: 'basin_scan',
  wgsl,
  modules: floodWgsl,
  buffers: {
    heights: 'read',
    paths: 'read',
    lakes: 'read',
    levels: 'read_write',
    beyond: 'read_write',
    queues: 'read_write',
    counts: 'read_write',
  },
  params: { grid: 'Grid', blocks: 'vec3u', from_queue: 'u32', to_queue: 'u32' },
  constants: ['REACH', 'CHOOSE', 'VISITS'],
  workgroup: [64, 1, 1],
});
