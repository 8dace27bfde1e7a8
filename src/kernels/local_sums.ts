import { kernel } from '../gpu/index.js';
import { localMomentsWgsl } from './shared/levels.js';
import wgsl from './local_sums.wgsl?raw';

/**
 * Sums over windows of 2·radius + 1 along one axis: of levels, of their squares, and (WORDS 3) of how many
 * are finite. Along x it takes a volume, whose values become levels; along y, such sums. WORDS 2 is for 8-bit
 * volumes, whose sums fit words and of which all count; with a mask only voxels in it do.
 */
export const localSums = kernel({
  name: 'local_sums',
  wgsl,
  modules: localMomentsWgsl,
  buffers: { src: 'read', within: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    within: 'Grid',
    dst: 'Grid',
    fill: 'vec3u',
    radius: 'u32',
    start: 'f32',
    gain: 'f32',
  },
  constants: ['SRC_DTYPE', 'AXIS', 'BORDER', 'WORDS', 'HAS_WITHIN'],
  workgroup: [64, 1, 1],
});
