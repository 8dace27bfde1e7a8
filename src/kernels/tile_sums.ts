import { kernel } from '../gpu/index.js';
import { levelsWgsl } from './shared/levels.js';
import wgsl from './tile_sums.wgsl?raw';

/** Edge in voxels of the square tiles of {@link tileSums}. */
export const TILE = 32;

/** Per tile of a slice: how many levels lie outside of a mask and their sum, then the same inside. */
export const tileSums = kernel({
  name: 'tile_sums',
  wgsl,
  modules: levelsWgsl,
  buffers: { src: 'read', within: 'read', sums: 'write' },
  params: {
    src: 'Grid',
    within: 'Grid',
    first: 'vec3u',
    tiles: 'vec3u',
    start: 'f32',
    gain: 'f32',
  },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});
