import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './mask_window.wgsl?raw';

/** Whether any (ALL 0) or every (ALL 1) voxel of a window of 2·radius + 1 along one axis is set; `outside` is what lies beyond the volume. */
export const maskWindow = kernel({
  name: 'mask_window',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', radius: 'u32', outside: 'u32' },
  constants: ['AXIS', 'ALL'],
  workgroup: [64, 1, 1],
});
