import { kernel } from '../gpu/index.js';
import { levelsWgsl } from './shared/levels.js';
import wgsl from './slice_means.wgsl?raw';

/** The mean level of the box `first`, `size` in every slice; one workgroup per slice, 2^22 voxels each at most. */
export const sliceMeans = kernel({
  name: 'slice_means',
  wgsl,
  modules: levelsWgsl,
  buffers: { src: 'read', means: 'write' },
  params: { src: 'Grid', first: 'vec3u', size: 'vec3u', start: 'f32', gain: 'f32' },
  constants: ['SRC_DTYPE'],
  workgroup: [256, 1, 1],
});
