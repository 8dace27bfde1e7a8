import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './select_labels.wgsl?raw';

/** Keeps the ids whose entry in a table lies in a band. */
export const selectLabels = kernel({
  name: 'select_labels',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', table: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', least: 'u32', most: 'u32' },
  constants: [],
  workgroup: [32, 8, 1],
});
