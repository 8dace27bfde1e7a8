import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './labels_within.wgsl?raw';

/** Labels where a mask is set, 0 elsewhere. */
export const labelsWithin = kernel({
  name: 'labels_within',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', mask: 'read', dst: 'write' },
  params: { src: 'Grid', mask: 'Grid', dst: 'Grid' },
  constants: [],
  workgroup: [256, 1, 1],
});
