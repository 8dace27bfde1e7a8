import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './range.wgsl?raw';

/**
 * Least and greatest finite value of a box, and how many values are finite, NaN or infinite. `found`
 * holds, from zero: the complement of the least key, the greatest key, finite, NaN, infinite.
 */
export const range = kernel({
  name: 'range',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', within: 'read', quads: 'read', found: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid' },
  constants: ['SRC_DTYPE', 'HAS_WITHIN', 'WIDE', 'FLAT'],
  workgroup: [64, 1, 1],
});
