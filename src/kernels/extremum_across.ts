import { kernel } from '../gpu/index.js';
import { extremumWgsl } from './shared/extremum_windows.js';
import wgsl from './extremum_across.wgsl?raw';

/**
 * Greatest value (with flipped keys the least) of a window of 2·radius + 1 voxels along y or z, a column of BLOCK quads per
 * invocation: 4, or for radius 1 and 2 any number.
 */
export const extremumAcross = kernel({
  name: 'extremum_across',
  wgsl,
  modules: extremumWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    radius: 'u32',
    border_raw: 'u32',
    flip: 'u32',
  },
  constants: ['DTYPE', 'CONSTANT', 'NEAR', 'AXIS', 'BLOCK'],
  workgroup: [16, 4, 1],
});
