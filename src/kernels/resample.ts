import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './resample.wgsl?raw';

/**
 * Weighted sums of TAPS³ voxels, any dtype to f32. `taps` holds TAPS pairs (index in the source volume,
 * bits of the weight) for each x, then y, then z of `dst`; an index of −1 stands for `fill`.
 */
export const resample = kernel({
  name: 'resample',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', taps: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', fill: 'f32' },
  constants: ['SRC_DTYPE', 'TAPS'],
  workgroup: [64, 1, 1],
});
