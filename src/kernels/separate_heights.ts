import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './separate_heights.wgsl?raw';

/** Smoothed distances in a mask, in fixed point. */
export const separateHeights = kernel({
  name: 'separate_heights',
  wgsl,
  modules: sharedWgsl,
  buffers: { mask: 'read', smoothed: 'read', dst: 'write' },
  params: { mask: 'Grid', smoothed: 'Grid', dst: 'Grid', scale: 'f32' },
  constants: [],
  workgroup: [256, 1, 1],
});
