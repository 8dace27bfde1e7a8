import { kernel } from '../gpu/index.js';
import { fieldWgsl } from './shared/quad_field.js';
import wgsl from './tv_restore.wgsl?raw';

/** Total variation: the volume that belongs to the dual fields; four voxels per invocation. */
export const tvRestore = kernel({
  name: 'tv_restore',
  wgsl,
  modules: fieldWgsl,
  buffers: { src: 'read', px: 'read', py: 'read', pz: 'read', dst: 'write' },
  params: { work: 'Grid', task: 'Grid', dst: 'Grid', ratio: 'vec3f' },
  constants: [],
  workgroup: [64, 1, 1],
});
