import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './diffuse.wgsl?raw';

/** One step of Perona and Malik's diffusion; one voxel per invocation. */
export const diffuse = kernel({
  name: 'diffuse',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', gain: 'vec3f', scale: 'vec3f' },
  constants: ['SRC_DTYPE', 'CONDUCTANCE'],
  workgroup: [64, 1, 1],
});
