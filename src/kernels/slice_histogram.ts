import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './slice_histogram.wgsl?raw';

/** Bins that {@link sliceHistogram} has for each slice. */
export const SLICE_BINS = 1024;

/**
 * A histogram of every slice of a box: finite values v counted in bin ⌊(v − start) · gain⌋, the ends
 * taking what lies beyond them. `parts` workgroups share a slice.
 */
export const sliceHistogram = kernel({
  name: 'slice_histogram',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', counts: 'read_write' },
  params: { src: 'Grid', task: 'Grid', start: 'f32', gain: 'f32', parts: 'u32' },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});
