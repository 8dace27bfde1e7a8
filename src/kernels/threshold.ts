import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './threshold.wgsl?raw';

/** Volume to mask: bits of the voxels whose order-preserving key lies in `lo … hi`. */
export const threshold = kernel({
  name: 'threshold',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', lo: 'u32', hi: 'u32' },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});
