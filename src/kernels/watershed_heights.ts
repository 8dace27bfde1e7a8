import { kernel } from '../gpu/index.js';
import { quadWgsl } from './shared/quad.js';
import wgsl from './watershed_heights.wgsl?raw';

/** The ground of a flood: order-preserving heights in rows of whole eights, and bits of markers. Without a mask (`MASKED` 0) that buffer is not read. */
export const watershedHeights = kernel({
  name: 'watershed_heights',
  wgsl,
  modules: quadWgsl,
  buffers: { src: 'read', mask: 'read', markers: 'read', heights: 'write', seeds: 'write' },
  params: { src: 'Grid', mask: 'Grid', markers: 'Grid', dst: 'Grid' },
  constants: ['SRC_DTYPE', 'MASKED'],
  workgroup: [64, 1, 1],
});
