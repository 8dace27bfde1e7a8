import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './threshold_flat.wgsl?raw';

/**
 * As {@link threshold} where rows have no pads and the box is all of both buffers: `words` mask words.
 */
export const thresholdFlat = kernel({
  name: 'threshold_flat',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { words: 'u32', lo: 'u32', hi: 'u32' },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});
