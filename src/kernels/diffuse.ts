import { kernel } from '../gpu/index.js';
import { fieldWgsl } from './shared/quad_field.js';
import wgsl from './diffuse.wgsl?raw';

/** One step of Perona and Malik's diffusion of an f32 field; four voxels per invocation. */
export const diffuse = kernel({
  name: 'diffuse',
  wgsl,
  modules: fieldWgsl,
  buffers: { src: 'read', quads: 'read', dst: 'write' },
  params: { src: 'Grid', task: 'Grid', dst: 'Grid', gain: 'vec3f', scale: 'vec3f' },
  constants: ['CONDUCTANCE', 'WIDE'],
  workgroup: [64, 1, 1],
});
