import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './labels_from_values.wgsl?raw';

/** Non-negative integers of any width as labels. */
export const labelsFromValues = kernel({
  name: 'labels_from_values',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid' },
  constants: ['SRC_DTYPE'],
  workgroup: [32, 8, 1],
});
