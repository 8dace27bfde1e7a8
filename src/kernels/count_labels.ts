import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './count_labels.wgsl?raw';

/** Voxels of every id. */
export const countLabels = kernel({
  name: 'count_labels',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', sizes: 'read_write' },
  params: { src: 'Grid', chunks: 'Grid' },
  constants: [],
  workgroup: [64, 1, 1],
});
