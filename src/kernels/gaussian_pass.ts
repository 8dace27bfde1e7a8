import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './gaussian_pass.wgsl?raw';

/** Symmetric or antisymmetric weighted sums along one axis, any dtype to f32, 32 voxels per invocation. */
export const gaussianPass = kernel({
  name: 'gaussian_pass',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', weights: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', radius: 'u32', border_value: 'f32' },
  constants: ['SRC_DTYPE', 'AXIS', 'BORDER', 'REPEATED', 'ODD'],
  workgroup: [64, 1, 1],
});
