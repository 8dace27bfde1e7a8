import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './mask_numbers.wgsl?raw';

/**
 * Writes a box of a mask as numbers 0 and 1 into a padded box of `padded` numbers: the voxels of `size` from `first` on, which may lie
 * outside of the volume, where there is nothing or, with PERIODIC 1, the volume repeated.
 */
export const maskNumbers = kernel({
  name: 'mask_numbers',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', first: 'vec3i', size: 'vec3u', padded: 'vec3u' },
  constants: ['PERIODIC'],
  workgroup: [64, 1, 1],
});
