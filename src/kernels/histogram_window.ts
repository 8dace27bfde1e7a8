import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './histogram_window.wgsl?raw';

/** Most bins, over all copies, that a workgroup of {@link histogramWindow} holds. */
export const WINDOW_WORDS = 4096;

/**
 * Counts integers whose keys lie in a window, one bin per value, in workgroup memory. `counts` holds
 * the values below `lowest`, those above `highest`, then the bins. `COPIES` is a power of two;
 * (last − first + 1) · COPIES is at most `WORDS`, which is at most {@link WINDOW_WORDS}.
 */
export const histogramWindow = kernel({
  name: 'histogram_window',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', within: 'read', counts: 'read_write' },
  params: {
    task: 'Grid',
    src: 'Grid',
    within: 'Grid',
    first: 'u32',
    last: 'u32',
    lowest: 'u32',
    highest: 'u32',
    offset: 'u32',
    outside: 'u32',
  },
  constants: ['SRC_DTYPE', 'HAS_WITHIN', 'COPIES', 'WORDS'],
  workgroup: [256, 1, 1],
});
