import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './components_keep.wgsl?raw';

/** Keeps the components of a forest of runs that are large enough. */
export const componentsKeep = kernel({
  name: 'components_keep',
  wgsl,
  modules: sharedWgsl,
  buffers: {
    foreground: 'read',
    runs: 'read',
    tile_runs: 'read',
    parents: 'read',
    block_roots: 'read',
    sizes: 'read',
    dst: 'write',
  },
  params: { bits: 'Grid', dst: 'Grid', least: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});
