import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './transport_links.wgsl?raw';

/** Which of its six neighbours each voxel of a mask is linked to, one byte per voxel; the ends of the axis count, walls do not.  */
export const transportLinks = kernel({
  name: 'transport_links',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', axis: 'u32', wrap: 'vec3u' },
  constants: [],
  workgroup: [256, 1, 1],
});
