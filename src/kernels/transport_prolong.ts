import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './transport_prolong.wgsl?raw';

/** Adds a coarse correction to the red voxels; the black ones are made anew from them by the sweep that follows.  */
export const transportProlong = kernel({
  name: 'transport_prolong',
  wgsl,
  modules: sharedWgsl,
  buffers: { coarse: 'read', z: 'read_write' },
  params: { size: 'vec3u', coarse_size: 'vec3u' },
  constants: [],
  workgroup: [256, 1, 1],
});
