import { kernel } from '../gpu/index.js';
import { floodWgsl } from './shared/flood_blocks.js';
import wgsl from './watershed_spread.wgsl?raw';

/** Finds the voxels that water comes to in so many steps, of those listed; lists the others. */
export const watershedSpread = kernel({
  name: 'watershed_spread',
  wgsl,
  modules: floodWgsl,
  buffers: { heights: 'read', steps: 'read_write', rest: 'read_write', counts: 'read_write' },
  params: { grid: 'Grid', taken: 'u32', half: 'u32' },
  constants: ['REACH'],
  workgroup: [64, 1, 1],
});
