import { kernel } from '../gpu/index.js';
import { localMomentsWgsl } from './shared/levels.js';
import wgsl from './local_threshold.wgsl?raw';

/**
 * Sums over windows along z, and from them whether v is above mean + add + times · std + product · mean · std.
 * With WHOLE 1 the first two alone, of integers: n · v − Σ ≥ `least` (`negative`: ≥ −`least`).
 */
export const localThreshold = kernel({
  name: 'local_threshold',
  wgsl,
  modules: localMomentsWgsl,
  buffers: { src: 'read', sums: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    sums: 'Grid',
    slab: 'Grid',
    dst: 'Grid',
    fill: 'vec3u',
    radius: 'u32',
    window: 'u32',
    start: 'f32',
    gain: 'f32',
    step: 'f32',
    base: 'f32',
    add: 'f32',
    times: 'f32',
    product: 'f32',
    mean_times: 'f32',
    least: 'u32',
    negative: 'u32',
  },
  constants: ['SRC_DTYPE', 'BORDER', 'WORDS', 'WHOLE'],
  workgroup: [64, 1, 1],
});
