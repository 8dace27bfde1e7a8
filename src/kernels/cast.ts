import { kernel } from '../gpu/index.js';
import { quadWgsl } from './shared/quad.js';
import { fieldWgsl } from './shared/quad_field.js';
import conversion from './shared/conversion.wgsl?raw';
import wgsl from './cast.wgsl?raw';

/** A grid of any storage to a volume of any dtype, saturating; bits become 0 and 1. Four voxels per invocation. */
export const cast = kernel({
  name: 'cast',
  wgsl,
  modules: { ...fieldWgsl, ...quadWgsl, conversion },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid' },
  constants: ['SRC_DTYPE', 'DST_DTYPE'],
  workgroup: [64, 1, 1],
});
