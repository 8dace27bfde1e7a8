import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './unsharp.wgsl?raw';

/** A volume plus a multiple of what smoothing took away; one voxel per invocation. */
export const unsharp = kernel({
  name: 'unsharp',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', smoothed: 'read', dst: 'write' },
  params: { src: 'Grid', smooth_grid: 'Grid', dst: 'Grid', amount: 'f32' },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});
