import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './expand_labels.wgsl?raw';

/**
 * The nearest label of a window along one axis: along x of labels, along y and z of pairs of a squared distance and a
 * label; of equally near ones the lowest. LAST 1 writes labels again.
 */
export const expandLabels = kernel({
  name: 'expand_labels',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', weight: 'u32', reach: 'u32', farthest: 'u32' },
  constants: ['AXIS', 'LAST'],
  workgroup: [64, 1, 1],
});
