import { kernel } from '../gpu/index.js';
import { floodWgsl } from './shared/flood_blocks.js';
import wgsl from './flood_extrema.wgsl?raw';

/** Mask of the voxels whose level is still the one that {@link floodGround} gave it: no higher ground is within reach. */
export const floodExtrema = kernel({
  name: 'flood_extrema',
  wgsl,
  modules: floodWgsl,
  buffers: { src: 'read', levels: 'read', dst: 'write' },
  params: { src: 'Grid', levels: 'Grid', dst: 'Grid', steps: 'u32', h: 'f32' },
  constants: ['SRC_DTYPE', 'SIDE'],
  workgroup: [64, 1, 1],
});
