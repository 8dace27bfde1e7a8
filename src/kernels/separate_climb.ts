import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './separate_climb.wgsl?raw';

/** Gives every voxel the number of the maximum that its steps lead to; 0 on background. */
export const separateClimb = kernel({
  name: 'separate_climb',
  wgsl,
  modules: sharedWgsl,
  buffers: { steps: 'read', dst: 'read_write' },
  params: { steps: 'Grid', dst: 'Grid' },
  constants: [],
  workgroup: [16, 4, 1],
});
