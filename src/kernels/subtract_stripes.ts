import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './subtract_stripes.wgsl?raw';

/** Takes a value per line, block and slice from every voxel; linear between the centres of blocks. */
export const subtractStripes = kernel({
  name: 'subtract_stripes',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', profile: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', blocks: 'u32' },
  constants: ['SRC_DTYPE', 'ALONG'],
  workgroup: [64, 1, 1],
});
