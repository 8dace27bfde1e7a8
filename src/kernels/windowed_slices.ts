import { kernel } from '../gpu/index.js';
import { levelsWgsl } from './shared/levels.js';
import wgsl from './windowed_slices.wgsl?raw';

/** Slices less their mean times a window, as complex numbers, padded with zeros. */
export const windowedSlices = kernel({
  name: 'windowed_slices',
  wgsl,
  modules: levelsWgsl,
  buffers: { src: 'read', means: 'read', window: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    first: 'vec3u',
    size: 'vec3u',
    padded: 'vec3u',
    start: 'f32',
    gain: 'f32',
  },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});
