import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './count_bits.wgsl?raw';

/** Adds the number of voxels of a mask in a box to `total`. */
export const countBits = kernel({
  name: 'count_bits',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', total: 'read_write' },
  params: { task: 'Grid', src: 'Grid' },
  constants: [],
  workgroup: [64, 1, 1],
});
