import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './crop.wgsl?raw';

/** The box of a grid that starts at `offset`: a shift by any number of voxels along x. */
export const crop = kernel({
  name: 'crop',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', offset: 'vec3u' },
  constants: ['DTYPE'],
  workgroup: [64, 1, 1],
});
