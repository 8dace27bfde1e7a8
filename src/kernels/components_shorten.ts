import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './components_shorten.wgsl?raw';

/** Points runs at ancestors further up the first forest. */
export const componentsShorten = kernel({
  name: 'components_shorten',
  wgsl,
  modules: sharedWgsl,
  buffers: { parents: 'read_write', state: 'read' },
  params: {},
  constants: [],
  workgroup: [64, 1, 1],
});
