import { kernel } from '../gpu/index.js';
import wgsl from './largest_balls.wgsl?raw';
import { ballWgsl } from './shared/balls.js';

/** The diameter of the largest listed ball that holds each voxel, for blocks from `first` on. */
export const largestBalls = kernel({
  name: 'largest_balls',
  wgsl,
  modules: ballWgsl,
  buffers: { diameters: 'read', tops: 'read', starts: 'read', balls: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    blocks: 'vec3u',
    first: 'u32',
    weights: 'vec3u',
    scale: 'f32',
    reach: 'vec3u',
  },
  constants: [],
  workgroup: [32, 1, 1],
});
