import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './basin_hook.wgsl?raw';

/** Lets every lake flow over its lowest pass. */
export const basinHook = kernel({
  name: 'basin_hook',
  wgsl,
  modules: sharedWgsl,
  buffers: { lakes: 'read', levels: 'read', beyond: 'read', springs: 'read', outlets: 'write' },
  params: { basins: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});
