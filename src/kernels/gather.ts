import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './gather.wgsl?raw';

/**
 * Voxels picked by an index per axis: `indices` holds, for each x, then y, then z of `dst`, the index in
 * the source volume, or −1 for `fill_raw`.
 */
export const gather = kernel({
  name: 'gather',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', indices: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', fill_raw: 'u32' },
  constants: ['DTYPE'],
  workgroup: [64, 1, 1],
});
