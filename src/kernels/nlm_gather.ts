import { kernel } from '../gpu/index.js';
import { fieldWgsl } from './shared/quad_field.js';
import shiftedField from './shared/shifted_field.wgsl?raw';
import wgsl from './nlm_gather.wgsl?raw';

/** Adds to every voxel what it is like under some shifts, and in the end divides; eight voxels per invocation. */
export const nlmGather = kernel({
  name: 'nlm_gather',
  wgsl,
  modules: { ...fieldWgsl, shifted_field: shiftedField },
  buffers: { field: 'read', weights: 'read', shifts: 'read', sums: 'read_write', dst: 'write' },
  params: {
    task: 'Grid',
    dst: 'Grid',
    field_size: 'vec3u',
    first: 'u32',
    box: 'vec3u',
    count: 'u32',
    centre: 'u32',
    last: 'u32',
    stride: 'u32',
  },
  constants: [],
  workgroup: [64, 1, 1],
});
