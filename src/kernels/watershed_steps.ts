import { kernel } from '../gpu/index.js';
import { floodWgsl } from './shared/flood_blocks.js';
import wgsl from './watershed_steps.wgsl?raw';

/**
 * Lowers the steps since water reached the level of each voxel, in blocks that a neighbour woke.
 * `stamps` holds for each block the last turn (from 1) in which it changed; `progress` the last turn in
 * which any did, and how many visits there were.
 */
export const watershedSteps = kernel({
  name: 'watershed_steps',
  wgsl,
  modules: floodWgsl,
  buffers: { levels: 'read', steps: 'read_write', stamps: 'read_write', progress: 'read_write' },
  params: { grid: 'Grid', blocks: 'vec3u', turn: 'u32' },
  constants: ['REACH'],
  workgroup: [256, 1, 1],
});
