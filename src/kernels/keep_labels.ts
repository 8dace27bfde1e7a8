import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './keep_labels.wgsl?raw';

/** Labels whose bit is set; four per invocation. `ids`: how many bits there are. */
export const keepLabels = kernel({
  name: 'keep_labels',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', chosen: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', ids: 'u32' },
  constants: [],
  workgroup: [32, 8, 1],
});
