import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './components_unite.wgsl?raw';

/** Unites all runs that touch, without locks. */
export const componentsUnite = kernel({
  name: 'components_unite',
  wgsl,
  modules: sharedWgsl,
  buffers: {
    src: 'read',
    foreground: 'read',
    runs: 'read',
    tile_runs: 'read',
    parents: 'read_write',
  },
  params: { src: 'Grid', bits: 'Grid' },
  constants: ['SRC_DTYPE', 'CONNECTIVITY'],
  workgroup: [256, 1, 1],
});
