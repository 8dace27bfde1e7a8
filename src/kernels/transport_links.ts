import { kernel } from '../gpu/index.js';
import { redBlackWgsl } from './shared/conductances.js';
import wgsl from './transport_links.wgsl?raw';

/** Which of its six neighbours each voxel of a mask is linked to, one byte per place of a vector; the ends of the axis count, walls do not.  */
export const transportLinks = kernel({
  name: 'transport_links',
  wgsl,
  modules: redBlackWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', axis: 'u32', wrap: 'vec3u' },
  constants: [],
  workgroup: [256, 1, 1],
});
