import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './polar.wgsl?raw';

/** Slices in polar coordinates about a centre: radius along x, direction along y; linear interpolation. */
export const polar = kernel({
  name: 'polar',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', directions: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    slice: 'u32',
    centre_x: 'f32',
    centre_y: 'f32',
    flatness: 'f32',
  },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});
