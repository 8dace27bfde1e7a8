import { kernel } from '../gpu/index.js';
import { extremumWgsl } from './shared/extremum_windows.js';
import wgsl from './extremum_x.wgsl?raw';

/** Greatest value (with flipped keys the least) of a window of 2·radius + 1 voxels along x, 16 voxels per invocation. */
export const extremumX = kernel({
  name: 'extremum_x',
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
  constants: ['DTYPE', 'CONSTANT', 'NEAR'],
  workgroup: [4, 16, 1],
});
