import { kernel } from '../gpu/index.js';
import { quadWgsl } from './shared/quad.js';
import wgsl from './bin.wgsl?raw';

/** Blocks of factor x × y × z voxels as one: by mean (MODE 0) or by their most frequent value (1). */
export const bin = kernel({
  name: 'bin',
  wgsl,
  modules: quadWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', factor: 'vec3u' },
  constants: ['DTYPE', 'BY_MODE'],
  workgroup: [64, 1, 1],
});
