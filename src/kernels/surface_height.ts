import { kernel } from '../gpu/index.js';
import wgsl from './surface_height.wgsl?raw';
import { sharedWgsl } from './shared/index.js';

/** How far along an axis (AXIS 0, 1, 2) every voxel lies from a height field, which has an f32 in voxels per column. */
export const surfaceHeight = kernel({
  name: 'surface_height',
  wgsl,
  modules: sharedWgsl,
  buffers: { heights: 'read', dst: 'write' },
  params: { dst: 'Grid', scale: 'f32' },
  constants: ['AXIS'],
  workgroup: [64, 1, 1],
});
