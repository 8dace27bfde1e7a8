import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import momentsDigits from './shared/moments_digits.wgsl?raw';
import wgsl from './moments_narrow.wgsl?raw';

/** As {@link moments} of integers of 8 and 16 bits, by vectors of four words. */
export const momentsNarrow = kernel({
  name: 'moments_narrow',
  wgsl,
  modules: { ...sharedWgsl, moments_digits: momentsDigits },
  buffers: { src: 'read', within: 'read', quads: 'read', partials: 'write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid' },
  constants: ['SRC_DTYPE', 'HAS_WITHIN', 'WIDE', 'FLAT'],
  workgroup: [64, 1, 1],
});
