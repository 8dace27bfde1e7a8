import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './components_label_quads.wgsl?raw';

/** The same as `componentsLabel`, four labels at a time, for rows of a multiple of four voxels. */
export const componentsLabelQuads = kernel({
  name: 'components_label_quads',
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
