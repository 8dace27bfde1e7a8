import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './flatten.wgsl?raw';

/** Words that {@link flatten} takes for each slice: ten terms of a polynomial, a gain, and one that is unused. */
export const FLATTEN_ROW = 12;

/**
 * Takes a polynomial of the place in the slice out of every voxel: (v − P) · gain, or v · exp(−P).
 * Terms are those of 1, x, y, x², xy, y², x³, x²y, xy², y³, with x and y from −1 to 1 across the
 * volume.
 */
export const flatten = kernel({
  name: 'flatten',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', coefficients: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid' },
  constants: ['SRC_DTYPE', 'FACTOR'],
  workgroup: [64, 1, 1],
});
