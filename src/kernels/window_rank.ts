import { kernel } from '../gpu/index.js';
import { quadWgsl } from './shared/quad.js';
import wgsl from './window_rank.wgsl?raw';

/**
 * The value of a rank (from 0) of the sorted window around each voxel, for slices of `dst` from
 * `first_slice` on; a quad per invocation.
 */
export const windowRank = kernel({
  name: 'window_rank',
  wgsl,
  modules: quadWgsl,
  buffers: { src: 'read', window: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    rows: 'u32',
    rank: 'u32',
    first_slice: 'u32',
    slices: 'u32',
    border_raw: 'u32',
  },
  constants: ['DTYPE', 'BORDER', 'NEAR'],
  workgroup: [64, 1, 1],
});
