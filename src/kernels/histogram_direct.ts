import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './histogram_direct.wgsl?raw';

/**
 * Counts integers, one bin per key of `lowest … highest`, straight in storage. `counts` holds the
 * values below, those above, then the bins.
 */
export const histogramDirect = kernel({
  name: 'histogram_direct',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', within: 'read', quads: 'read', counts: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid', lowest: 'u32', highest: 'u32' },
  constants: ['SRC_DTYPE', 'HAS_WITHIN', 'WIDE'],
  workgroup: [64, 1, 1],
});
