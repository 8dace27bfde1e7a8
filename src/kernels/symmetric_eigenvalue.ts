import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './symmetric_eigenvalue.wgsl?raw';

/** One eigenvalue of the symmetric 3 × 3 matrix of every voxel; six fields that lie alike. */
export const symmetricEigenvalue = kernel({
  name: 'symmetric_eigenvalue',
  wgsl,
  modules: sharedWgsl,
  buffers: { xx: 'read', xy: 'read', xz: 'read', yy: 'read', yz: 'read', zz: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', which: 'u32' },
  constants: ['FLAT'],
  workgroup: [64, 1, 1],
});
