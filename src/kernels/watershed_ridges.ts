import { kernel } from '../gpu/index.js';
import { floodWgsl } from './shared/flood_blocks.js';
import wgsl from './watershed_ridges.wgsl?raw';

/** Labels without the voxels on which different ones would touch: of two, the one flooded later goes. */
export const watershedRidges = kernel({
  name: 'watershed_ridges',
  wgsl,
  modules: floodWgsl,
  buffers: { levels: 'read', steps: 'read', labels: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid' },
  constants: ['REACH'],
  workgroup: [16, 4, 1],
});
