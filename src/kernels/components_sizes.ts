import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './components_sizes.wgsl?raw';

/** Voxels of every component of a forest of runs. */
export const componentsSizes = kernel({
  name: 'components_sizes',
  wgsl,
  modules: sharedWgsl,
  buffers: {
    foreground: 'read',
    runs: 'read',
    tile_runs: 'read',
    parents: 'read',
    block_roots: 'read',
    sizes: 'read_write',
  },
  params: { bits: 'Grid' },
  constants: [],
  workgroup: [64, 1, 1],
});
