import { kernel } from '../gpu/index.js';
import { quadWgsl } from './shared/quad.js';
import wgsl from './extremum_x.wgsl?raw';

/** Least or greatest value of a window of 2·radius + 1 voxels along x, four voxels per invocation. */
export const extremumX = kernel({
  name: 'extremum_x',
  wgsl,
  modules: quadWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', radius: 'u32', border_raw: 'u32' },
  constants: ['DTYPE', 'LEAST', 'CONSTANT_BORDER'],
  workgroup: [16, 4, 1],
});
