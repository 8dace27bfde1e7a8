import { kernel } from '../gpu/index.js';
import shifts from './shared/shifts.wgsl?raw';
import { sharedWgsl } from './shared/index.js';
import wgsl from './nlm_weights.wgsl?raw';

/** Slices that one invocation of {@link nlmWeights} owns. */
export const NLM_RUN = 8;

/** Likeness of patches under some shifts: weights of non-local means. */
export const nlmWeights = kernel({
  name: 'nlm_weights',
  wgsl,
  modules: { ...sharedWgsl, shifts },
  buffers: { field: 'read', weights: 'write' },
  params: {
    task: 'Grid',
    field_size: 'vec3u',
    first: 'u32',
    box: 'vec3u',
    shifts: 'u32',
    reach: 'vec3u',
    inverse: 'f32',
    patch_radius: 'vec3u',
    offset: 'f32',
  },
  constants: ['DEPTH'],
  workgroup: [64, 1, 1],
});
