import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './basin_shorten.wgsl?raw';

/** Shortens chains of outlets. */
export const basinShorten = kernel({
  name: 'basin_shorten',
  wgsl,
  modules: sharedWgsl,
  buffers: { outlets: 'read', shortened: 'write' },
  params: { basins: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});
