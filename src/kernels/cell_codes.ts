import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './cell_codes.wgsl?raw';

/**
 * Counts the 256 kinds of cells of 2×2×2 voxels of a mask, by their lower corners `first` … `end` (voxels + 1, so that
 * 0 is a corner one voxel outside). What lies beyond the volume is background.
 */
export const cellCodes = kernel({
  name: 'cell_codes',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', counts: 'read_write' },
  params: { src: 'Grid', first: 'vec3u', end: 'vec3u' },
  constants: [],
  workgroup: [64, 1, 1],
});
