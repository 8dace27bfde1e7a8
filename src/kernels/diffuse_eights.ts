import { kernel } from '../gpu/index.js';
import { eightsWgsl } from './shared/eights.js';
import wgsl from './diffuse_eights.wgsl?raw';

/** Rows and slices that one invocation of {@link diffuseEights} owns. */
export const DIFFUSE_BLOCK = { rows: 2, slices: 16 } as const;

/** As {@link diffuse}, of any dtype, for rows of whole quads of words and tasks of a multiple of eight voxels. */
export const diffuseEights = kernel({
  name: 'diffuse_eights',
  wgsl,
  modules: eightsWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', task: 'Grid', dst: 'Grid', gain: 'vec3f', scale: 'vec3f' },
  constants: ['SRC_DTYPE', 'CONDUCTANCE'],
  workgroup: [64, 1, 1],
});
