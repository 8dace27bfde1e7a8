import { kernel } from '../gpu/index.js';
import { extremumWgsl } from './shared/extremum_windows.js';
import wgsl from './extremum_x_wide.wgsl?raw';

/** As {@link extremumX} for radii up to 4, of whole rows of the volume that are whole vectors of four words; two vectors per invocation. */
export const extremumXWide = kernel({
  name: 'extremum_x_wide',
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
