import { kernel } from '../gpu/index.js';
import wgsl from './ball_list.wgsl?raw';
import { ballWgsl } from './shared/balls.js';

/** Lists the marked balls of each block: squared diameter and place in the block. */
export const ballList = kernel({
  name: 'ball_list',
  wgsl,
  modules: ballWgsl,
  buffers: { diameters: 'read', ridge: 'read', starts: 'read', balls: 'write' },
  params: { grid: 'Grid', blocks: 'vec3u' },
  constants: [],
  workgroup: [256, 1, 1],
});
