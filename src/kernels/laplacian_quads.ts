import { kernel } from '../gpu/index.js';
import { quadWgsl } from './shared/quad.js';
import { fieldWgsl } from './shared/quad_field.js';
import wgsl from './laplacian_quads.wgsl?raw';

/** Sum of the second differences along each axis, any dtype to f32; four voxels per invocation. */
export const laplacianQuads = kernel({
  name: 'laplacian_quads',
  wgsl,
  modules: { ...fieldWgsl, ...quadWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', weights: 'vec3f', border_value: 'f32' },
  constants: ['SRC_DTYPE', 'BORDER'],
  workgroup: [64, 1, 1],
});
