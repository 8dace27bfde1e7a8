import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './window_cells.wgsl?raw';

/**
 * For every cell of 2^LOG_EDGE voxels along each axis, four sums: voxels of the mask, candidates, and of the pairs
 * of neighbours whose first voxel it holds, those of two values and all, each weighted by its `directions` (x, y, z, weight; 13 of them).
 */
export const windowCells = kernel({
  name: 'window_cells',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', within: 'read', directions: 'read', cells: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid', first: 'vec3u', lattice: 'vec3u' },
  constants: ['LOG_EDGE', 'WITHIN'],
  workgroup: [64, 1, 1],
});
