import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './watershed_heights.wgsl?raw';

/**
 * The ground of a flood: order-preserving heights, and levels and steps in which only markers are wet.
 * Without a mask (`MASKED` 0) that buffer is not read.
 */
export const watershedHeights = kernel({
  name: 'watershed_heights',
  wgsl,
  modules: sharedWgsl,
  buffers: {
    src: 'read',
    mask: 'read',
    markers: 'read',
    heights: 'write',
    levels: 'write',
    steps: 'write',
  },
  params: { src: 'Grid', mask: 'Grid', markers: 'Grid', dst: 'Grid' },
  constants: ['SRC_DTYPE', 'MASKED'],
  workgroup: [16, 4, 1],
});
