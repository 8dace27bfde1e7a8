import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './components_label.wgsl?raw';

/** Writes the labels of all voxels from the runs and their roots. */
export const componentsLabel = kernel({
  name: 'components_label',
  wgsl,
  modules: sharedWgsl,
  buffers: {
    foreground: 'read',
    runs: 'read',
    tile_runs: 'read',
    parents: 'read',
    block_roots: 'read',
    dst: 'write',
  },
  params: { bits: 'Grid', dst: 'Grid' },
  constants: [],
  workgroup: [256, 1, 1],
});
