import { kernel } from '../gpu/index.js';
import { fieldWgsl } from './shared/quad_field.js';
import wgsl from './tv_ascend.wgsl?raw';

/** Total variation: one step of Chambolle's dual fields; four voxels per invocation. */
export const tvAscend = kernel({
  name: 'tv_ascend',
  wgsl,
  modules: fieldWgsl,
  buffers: { u: 'read', px: 'read_write', py: 'read_write', pz: 'read_write' },
  params: { work: 'Grid', ratio: 'vec3f', step: 'f32', strength: 'f32' },
  constants: [],
  workgroup: [64, 1, 1],
});
