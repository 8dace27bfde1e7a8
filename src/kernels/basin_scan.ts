import { kernel } from '../gpu/index.js';
import { floodWgsl } from './shared/flood_blocks.js';
import wgsl from './basin_scan.wgsl?raw';

/** Finds the level of the lowest pass of every basin; lists the voxels by which passes lead out. */
export const basinScan = kernel({
  name: 'basin_scan',
  wgsl,
  modules: floodWgsl,
  buffers: {
    heights: 'read',
    paths: 'read',
    levels: 'read_write',
    queue: 'read',
    edge: 'read_write',
    counts: 'read_write',
    awake: 'read',
  },
  params: { grid: 'Grid', blocks: 'vec3u' },
  constants: ['REACH', 'LISTED'],
  workgroup: [64, 1, 1],
});
