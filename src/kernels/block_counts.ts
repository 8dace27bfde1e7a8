import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './block_counts.wgsl?raw';

/** Words that every workgroup of {@link blockCounts} writes: six sums for blocks of 2, six of 4. */
export const BLOCK_COUNTS_ROW = 12;

/**
 * Voxels of a mask per block. For whole blocks of 2 and 4 voxels along each axis: how many blocks,
 * Σ c, Σ n, Σ c², Σ c n, Σ n² (c voxels of the mask among n candidates); for blocks of 8, `map`
 * collects c + n · 2^16 of each.
 */
export const blockCounts = kernel({
  name: 'block_counts',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', within: 'read', map: 'read_write', partials: 'write' },
  params: {
    src: 'Grid',
    within: 'Grid',
    tasks: 'vec3u',
    first: 'vec3u',
    map_first: 'vec3u',
    map_size: 'vec3u',
  },
  constants: ['HAS_WITHIN'],
  workgroup: [64, 1, 1],
});
