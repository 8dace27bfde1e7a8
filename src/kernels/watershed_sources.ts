import { kernel } from '../gpu/index.js';
import { floodWgsl } from './shared/flood_blocks.js';
import wgsl from './watershed_sources.wgsl?raw';

/** The place, as u8, of the neighbour (of 27) from which each voxel is flooded; markers are their own. */
export const watershedSources = kernel({
  name: 'watershed_sources',
  wgsl,
  modules: floodWgsl,
  buffers: { levels: 'read', steps: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid' },
  constants: ['REACH'],
  workgroup: [16, 4, 1],
});
