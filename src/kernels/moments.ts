import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import momentsDigits from './shared/moments_digits.wgsl?raw';
import wgsl from './moments.wgsl?raw';

/** Words that every workgroup of {@link moments} writes. */
export const MOMENTS_ROW = 14;

/**
 * Sum and sum of squares of a box of 32-bit values as whole numbers: one row of {@link MOMENTS_ROW} words per workgroup,
 * each word a digit of 16 bits not yet carried (see the WGSL). `exponent` is the stored exponent of
 * the greatest magnitude of the whole volume; for f32 only.
 */
export const moments = kernel({
  name: 'moments',
  wgsl,
  modules: { ...sharedWgsl, moments_digits: momentsDigits },
  buffers: { src: 'read', within: 'read', partials: 'write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid', exponent: 'u32' },
  constants: ['SRC_DTYPE', 'HAS_WITHIN'],
  workgroup: [64, 1, 1],
});
