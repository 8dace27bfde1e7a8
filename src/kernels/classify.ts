import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './classify.wgsl?raw';

/** How many of four rising keys each voxel reaches, as a code; four voxels per invocation. */
export const classify = kernel({
  name: 'classify',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', first: 'u32', second: 'u32', third: 'u32', fourth: 'u32' },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});
