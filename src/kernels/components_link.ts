import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './components_link.wgsl?raw';

/** Points every run at one that touches it, of the row or slice before it. */
export const componentsLink = kernel({
  name: 'components_link',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', foreground: 'read', runs: 'read', tile_runs: 'read', parents: 'write' },
  params: { src: 'Grid', bits: 'Grid' },
  constants: ['SRC_DTYPE'],
  workgroup: [256, 1, 1],
});
