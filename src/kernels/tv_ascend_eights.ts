import { kernel } from '../gpu/index.js';
import { eightsWgsl } from './shared/eights.js';
import wgsl from './tv_ascend_eights.wgsl?raw';

/** Rows that one invocation of {@link tvAscendEights} and of `tvRestoreEights` owns. */
export const TV_ROWS = 16;

/** As {@link tvAscend}, for boxes whose rows are a multiple of eight voxels. */
export const tvAscendEights = kernel({
  name: 'tv_ascend_eights',
  wgsl,
  modules: eightsWgsl,
  buffers: { src: 'read', px: 'read_write', py: 'read_write', pz: 'read_write' },
  params: { src: 'Grid', ratio: 'vec3f', step: 'f32', strength: 'f32' },
  constants: [],
  workgroup: [64, 1, 1],
});
