import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './bilateral.wgsl?raw';

/** Means weighted by distance and by difference in value; four voxels per invocation. */
export const bilateral = kernel({
  name: 'bilateral',
  wgsl,
  modules: sharedWgsl,
  buffers: { field: 'read', weights: 'read', dst: 'write' },
  params: { task: 'Grid', dst: 'Grid', field_size: 'vec3u', falloff: 'f32', radius: 'vec3u' },
  constants: [],
  workgroup: [64, 1, 1],
});
