import { kernel } from '../gpu/index.js';
import { eightsWgsl } from './shared/eights.js';
import wgsl from './tv_restore_eights.wgsl?raw';

/** As {@link tvRestore}, of any dtype, for tasks of a multiple of eight voxels along x, in rows of whole quads of words. */
export const tvRestoreEights = kernel({
  name: 'tv_restore_eights',
  wgsl,
  modules: eightsWgsl,
  buffers: { src: 'read', px: 'read', py: 'read', pz: 'read', dst: 'write' },
  params: { src: 'Grid', work: 'Grid', task: 'Grid', dst: 'Grid', ratio: 'vec3f' },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});
