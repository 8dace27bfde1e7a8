import { kernel } from '../gpu/index.js';
import { localMomentsWgsl } from './shared/levels.js';
import wgsl from './local_contrast.wgsl?raw';

/** Sums over windows along z, and from them (v − mean)/(std + epsilon); 32 voxels of a column per invocation. */
export const localContrast = kernel({
  name: 'local_contrast',
  wgsl,
  modules: localMomentsWgsl,
  buffers: { src: 'read', sums: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    sums: 'Grid',
    slab: 'Grid',
    dst: 'Grid',
    fill: 'vec3u',
    radius: 'u32',
    window: 'u32',
    start: 'f32',
    gain: 'f32',
    step: 'f32',
    epsilon: 'f32',
  },
  constants: ['SRC_DTYPE', 'BORDER', 'WORDS'],
  workgroup: [64, 1, 1],
});
