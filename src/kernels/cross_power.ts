import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './cross_power.wgsl?raw';

/**
 * Spectra times the conjugates of those `lag` slices before, both with the square roots of their
 * magnitudes, weighed by the transform of a Gaussian.
 */
export const crossPower = kernel({
  name: 'cross_power',
  wgsl,
  modules: sharedWgsl,
  buffers: { spectra: 'read', dst: 'write' },
  params: { size: 'vec3u', lag: 'u32', first: 'u32', sigma: 'f32' },
  constants: [],
  workgroup: [64, 1, 1],
});
