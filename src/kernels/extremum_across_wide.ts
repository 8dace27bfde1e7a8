import { kernel } from '../gpu/index.js';
import { extremumWgsl } from './shared/extremum_windows.js';
import wgsl from './extremum_across_wide.wgsl?raw';

/**
 * As {@link extremumAcross}, for boxes that begin and end with those of the source along x, of rows of whole vectors of four
 * words; a column of BLOCK vectors per invocation.
 */
export const extremumAcrossWide = kernel({
  name: 'extremum_across_wide',
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
