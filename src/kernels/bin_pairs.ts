import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './bin_pairs.wgsl?raw';

/**
 * As {@link bin} for means of 8 and 16 bits and f32, two voxels along x and one or two along y and z, of whole rows of
 * the volume that are whole vectors of four words; two words of the result per invocation.
 */
export const binPairs = kernel({
  name: 'bin_pairs',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid' },
  constants: ['DTYPE', 'DEEP_Y', 'DEEP_Z'],
  workgroup: [16, 4, 1],
});
