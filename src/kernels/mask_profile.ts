import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './mask_profile.wgsl?raw';

/** Voxels of a mask, and of the volume or of `within` (WITHIN 1), for every index along an axis; two words for each. */
export const maskProfile = kernel({
  name: 'mask_profile',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', within: 'read', bins: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid' },
  constants: ['AXIS', 'WITHIN'],
  workgroup: [64, 1, 1],
});
