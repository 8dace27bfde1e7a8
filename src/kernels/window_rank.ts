import { kernel } from '../gpu/index.js';
import { windowQuadsWgsl } from './shared/window_quads.js';
import wgsl from './window_rank.wgsl?raw';

/**
 * The value of a rank (from 0) of the sorted window around each voxel, for slices of `dst` from
 * `first_slice` on, from keys of `windowKeys`; a quad per invocation.
 */
export const windowRank = kernel({
  name: 'window_rank',
  wgsl,
  modules: windowQuadsWgsl,
  buffers: { keys: 'read', window: 'read', dst: 'write' },
  params: {
    dst: 'Grid',
    short_ends: 'vec3u',
    first_slice: 'u32',
    long_ends: 'vec3u',
    slices: 'u32',
    quads: 'u32',
    margin_y: 'u32',
    rank: 'u32',
  },
  constants: ['DTYPE'],
  workgroup: [64, 1, 1],
});
