import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './equals.wgsl?raw';

/** Values to mask: bits of the voxels whose order-preserving key lies in one of a list of bands. */
export const equals = kernel({
  name: 'equals',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', bands: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', bands: 'u32' },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});
