import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './cast.wgsl?raw';

/** A grid of any storage to a volume of any dtype, saturating; bits become 0 and 1. */
export const cast = kernel({
  name: 'cast',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid' },
  constants: ['SRC_DTYPE', 'DST_DTYPE'],
  workgroup: [64, 1, 1],
});
