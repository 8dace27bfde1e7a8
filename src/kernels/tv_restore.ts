import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './tv_restore.wgsl?raw';

/** Total variation: the volume that belongs to the dual fields; one voxel per invocation. */
export const tvRestore = kernel({
  name: 'tv_restore',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', px: 'read', py: 'read', pz: 'read', dst: 'write' },
  params: { src: 'Grid', work: 'Grid', task: 'Grid', dst: 'Grid', ratio: 'vec3f' },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});
