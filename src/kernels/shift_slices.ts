import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './shift_slices.wgsl?raw';

/** Words that {@link shiftSlices} takes per slice: offsets along x and y, four weights for x and four for y. */
export const SHIFT_ROW = 10;

/** Every slice sampled at its own offset by weighted sums of TAPS² voxels, any dtype to f32. */
export const shiftSlices = kernel({
  name: 'shift_slices',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', taps: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', fill: 'f32' },
  constants: ['SRC_DTYPE', 'BORDER', 'TAPS'],
  workgroup: [64, 1, 1],
});
