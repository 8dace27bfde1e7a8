import { kernel } from '../gpu/index.js';
import { fieldWgsl } from './shared/quad_field.js';
import shiftedField from './shared/shifted_field.wgsl?raw';
import shifts from './shared/shifts.wgsl?raw';
import wgsl from './nlm_weights.wgsl?raw';

/** Lines of eights that one invocation of {@link nlmWeights} owns, and their length. */
export const NLM_BLOCK = { lines: 4, length: 16 } as const;

/** Likeness of patches under some shifts: weights of non-local means. */
export const nlmWeights = kernel({
  name: 'nlm_weights',
  wgsl,
  modules: { ...fieldWgsl, shifts, shifted_field: shiftedField },
  buffers: { field: 'read', weights: 'write' },
  params: {
    task: 'Grid',
    field_size: 'vec3u',
    first: 'u32',
    box: 'vec3u',
    shifts: 'u32',
    reach: 'vec3u',
    inverse: 'f32',
    lead: 'vec3u',
    offset: 'f32',
    stride: 'u32',
  },
  constants: ['ALONG', 'PATCH_X', 'PATCH_ALONG', 'PATCH_ACROSS'],
  workgroup: [64, 1, 1],
});
