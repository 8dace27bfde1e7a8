import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './object_digits.wgsl?raw';

/** Values of a digit of {@link objectDigitsKernel}. */
export const DIGITS = 16;

/**
 * Counts, for every object of a box, the values of a digit of four bits of the keys of a volume's voxels in it: of those whose digits
 * above it are the object's prefix (of all with `known` 0). NaN and the infinities are left out. 16 words per id, from zero.
 */
export const objectDigitsKernel = kernel({
  name: 'object_digits',
  wgsl,
  modules: sharedWgsl,
  buffers: { labels: 'read', volume: 'read', prefixes: 'read', counts: 'read_write' },
  params: {
    task: 'Grid',
    labels: 'Grid',
    volume: 'Grid',
    ids: 'u32',
    shift: 'u32',
    known: 'u32',
  },
  constants: ['VOLUME_DTYPE'],
  workgroup: [64, 1, 1],
});
