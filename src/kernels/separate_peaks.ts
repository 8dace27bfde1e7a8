import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './separate_peaks.wgsl?raw';

/** Which maxima are the highest of a ball around them. */
export const separatePeaks = kernel({
  name: 'separate_peaks',
  wgsl,
  modules: sharedWgsl,
  buffers: { maxima: 'read', heights: 'read', peaks: 'read_write' },
  params: {
    steps: 'Grid',
    src: 'Grid',
    weights: 'vec3u',
    limit: 'u32',
    reach: 'vec3u',
    wall: 'u32',
    first: 'u32',
    count: 'u32',
  },
  constants: [],
  workgroup: [64, 1, 1],
});
