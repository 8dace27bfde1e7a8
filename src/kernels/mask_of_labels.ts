import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './mask_of_labels.wgsl?raw';

/** Mask of the labels whose bit is set; a word per invocation. `ids`: how many bits there are. */
export const maskOfLabels = kernel({
  name: 'mask_of_labels',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', chosen: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', ids: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});
