import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './float_margin.wgsl?raw';

/** A box of a volume as f32, with what a border rule reads outside it; one voxel per invocation. */
export const floatMargin = kernel({
  name: 'float_margin',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', first: 'vec3i', border_value: 'f32', size: 'vec3u' },
  constants: ['SRC_DTYPE', 'BORDER'],
  workgroup: [64, 1, 1],
});
