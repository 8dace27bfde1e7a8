import { kernel } from '../gpu/index.js';
import wgsl from './ball_ridge.wgsl?raw';
import { ballWgsl } from './shared/balls.js';

/** Marks the balls that no ball about a neighbour holds, and says of each block how many and which is the largest. */
export const ballRidge = kernel({
  name: 'ball_ridge',
  wgsl,
  modules: ballWgsl,
  buffers: {
    diameters: 'read',
    ridge: 'write',
    counts: 'write',
    tops: 'write',
    state: 'read_write',
  },
  params: { grid: 'Grid', blocks: 'vec3u', weights: 'vec3u' },
  constants: [],
  workgroup: [256, 1, 1],
});
