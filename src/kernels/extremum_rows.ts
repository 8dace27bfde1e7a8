import { kernel } from '../gpu/index.js';
import { quadWgsl } from './shared/quad.js';
import wgsl from './extremum_rows.wgsl?raw';

/**
 * Greatest value (with flipped keys the least) of `rows` voxels at offsets (y, z) of each voxel, and of what `dst` holds
 * already (unless FIRST); a quad per invocation.
 */
export const extremumRows = kernel({
  name: 'extremum_rows',
  wgsl,
  modules: quadWgsl,
  buffers: { src: 'read', offsets: 'read', dst: 'read_write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    rows: 'u32',
    border_raw: 'u32',
    constant: 'u32',
    flip: 'u32',
  },
  constants: ['DTYPE', 'FIRST'],
  workgroup: [64, 1, 1],
});
