import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './separate_seed.wgsl?raw';

/** Numbers the voxels of sorted maxima. */
export const separateSeed = kernel({
  name: 'separate_seed',
  wgsl,
  modules: sharedWgsl,
  buffers: { maxima: 'read', dst: 'read_write' },
  params: { steps: 'Grid', dst: 'Grid', count: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});
