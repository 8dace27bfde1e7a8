import { kernel } from '../gpu/index.js';
import wgsl from './distance_rows.wgsl?raw';
import { sharedWgsl } from './shared/index.js';

/**
 * Mask (or, with EDGES, the bits of `distance_edges`) to distances along x, in voxels, to the nearest background of the row, as u8 or u16; their largest
 * value says "none, or as far as that". `found[0]` becomes 1 where there is any background.
 */
export const distanceRows = kernel({
  name: 'distance_rows',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write', found: 'read_write' },
  params: { src: 'Grid', dst: 'Grid', outside: 'u32' },
  constants: ['DST_DTYPE', 'EDGES'],
  workgroup: [8, 8, 1],
});
