import { kernel } from '../gpu/index.js';
import { objectWgsl } from './shared/object_slots.js';
import wgsl from './object_moments.wgsl?raw';

/** Voxels of the block that one workgroup of {@link objectMomentsKernel} owns. */
export const MOMENTS_BLOCK = [32, 16, 16] as const;

/**
 * Gathers the moments of every object of a box, in voxels from the volume's corner. Fields of the table, each of `ids` words and
 * added to from zero: 0 count; then pairs of words (low, high): 1 Σ x, 3 Σ y, 5 Σ z, 7 Σ xx, 9 Σ yy, 11 Σ zz, 13 Σ xy, 15 Σ xz,
 * 17 Σ yz. Indices must be below 65,536.
 */
export const objectMomentsKernel = kernel({
  name: 'object_moments',
  wgsl,
  modules: objectWgsl,
  buffers: { labels: 'read', table: 'read_write' },
  params: { task: 'Grid', labels: 'Grid', ids: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});
