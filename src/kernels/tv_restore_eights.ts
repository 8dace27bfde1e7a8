import { kernel } from '../gpu/index.js';
import { fieldWgsl } from './shared/quad_field.js';
import wgsl from './tv_restore_eights.wgsl?raw';

/** As {@link tvRestore}, for tasks of a multiple of eight voxels along x, in rows of whole quads. */
export const tvRestoreEights = kernel({
  name: 'tv_restore_eights',
  wgsl,
  modules: fieldWgsl,
  buffers: { src: 'read', px: 'read', py: 'read', pz: 'read', dst: 'write' },
  params: { work: 'Grid', task: 'Grid', dst: 'Grid', ratio: 'vec3f' },
  constants: [],
  workgroup: [64, 1, 1],
});
