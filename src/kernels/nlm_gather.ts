import { kernel } from '../gpu/index.js';
import shifts from './shared/shifts.wgsl?raw';
import { sharedWgsl } from './shared/index.js';
import wgsl from './nlm_gather.wgsl?raw';

/** Adds to every voxel what it is like under some shifts, and in the end divides; one voxel per invocation. */
export const nlmGather = kernel({
  name: 'nlm_gather',
  wgsl,
  modules: { ...sharedWgsl, shifts },
  buffers: { field: 'read', weights: 'read', sums: 'read_write', dst: 'write' },
  params: {
    task: 'Grid',
    dst: 'Grid',
    field_size: 'vec3u',
    first: 'u32',
    box: 'vec3u',
    shifts: 'u32',
    reach: 'vec3u',
    last: 'u32',
    patch_radius: 'vec3u',
  },
  constants: [],
  workgroup: [64, 1, 1],
});
