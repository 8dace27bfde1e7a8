import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './components_flatten.wgsl?raw';

/** Points every run at its root, and ranks the roots within blocks. */
export const componentsFlatten = kernel({
  name: 'components_flatten',
  wgsl,
  modules: sharedWgsl,
  buffers: { parents: 'read_write', block_roots: 'write', state: 'read' },
  params: {},
  constants: [],
  workgroup: [64, 1, 1],
});
