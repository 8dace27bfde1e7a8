import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './ring_classes.wgsl?raw';

/**
 * Per radius of whole voxels and slice: how many samples lie outside of a mask and the sum of their
 * levels, then the same inside. Samples are linear between voxels; levels are (v − start) · gain,
 * rounded, 0 … 65535.
 */
export const ringClasses = kernel({
  name: 'ring_classes',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', classes: 'read', directions: 'read', sums: 'write' },
  params: {
    src: 'Grid',
    classes: 'Grid',
    radii: 'u32',
    first_slice: 'u32',
    slices: 'u32',
    centre_x: 'f32',
    centre_y: 'f32',
    flatness: 'f32',
    start: 'f32',
    gain: 'f32',
  },
  constants: ['SRC_DTYPE', 'DIRECTIONS'],
  workgroup: [64, 1, 1],
});
