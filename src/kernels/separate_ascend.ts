import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './separate_ascend.wgsl?raw';

/**
 * Heights (u32, 0 is background) to the place, as u8, of each voxel's highest neighbour among 27. Maxima
 * are appended to `maxima` as pairs (byte in dst, height), in no order; `found[0]` counts them.
 */
export const separateAscend = kernel({
  name: 'separate_ascend',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write', maxima: 'write', found: 'read_write' },
  params: { src: 'Grid', dst: 'Grid' },
  constants: [],
  workgroup: [16, 4, 1],
});
