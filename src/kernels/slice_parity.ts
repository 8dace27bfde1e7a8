import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './slice_parity.wgsl?raw';

/** Labels 1 and 2 in turn for the slices of a mask across an axis; four per invocation. */
export const sliceParity = kernel({
  name: 'slice_parity',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', axis: 'u32' },
  constants: [],
  workgroup: [32, 8, 1],
});
