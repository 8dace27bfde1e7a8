import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './cross_power.wgsl?raw';

/** Phases of spectra against those of `lag` slices before, weighed by the transform of a Gaussian. */
export const crossPower = kernel({
  name: 'cross_power',
  wgsl,
  modules: sharedWgsl,
  buffers: { spectra: 'read', dst: 'write' },
  params: { size: 'vec3u', lag: 'u32', first: 'u32', sigma: 'f32' },
  constants: [],
  workgroup: [64, 1, 1],
});
