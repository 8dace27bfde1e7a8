import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './subtract_rings.wgsl?raw';

/** Takes a value per radius and slice from every voxel; linear between radii. */
export const subtractRings = kernel({
  name: 'subtract_rings',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', profile: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    radii: 'u32',
    centre_x: 'f32',
    centre_y: 'f32',
    flatness: 'f32',
  },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});
