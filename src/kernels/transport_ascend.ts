import { kernel } from '../gpu/index.js';
import { CONDUCTANCE_BUFFERS, conductancesWgsl, LEVEL_PARAMS } from './shared/conductances.js';
import wgsl from './transport_ascend.wgsl?raw';

/**
 * One half of the sweep that follows a coarse correction: the black voxels (COLOUR 1) from the red ones and what the coarse level adds
 * to them, then the red ones (0), which are made anew. And of each workgroup the sum of r · z, from `partial` on.
 */
export const transportAscend = kernel({
  name: 'transport_ascend',
  wgsl,
  modules: conductancesWgsl,
  buffers: {
    ...CONDUCTANCE_BUFFERS,
    r: 'read',
    coarse: 'read',
    z: 'read_write',
    partials: 'read_write',
  },
  params: { ...LEVEL_PARAMS, coarse_size: 'vec3u', partial: 'u32' },
  constants: ['FORM', 'COLOUR'],
  workgroup: [256, 1, 1],
});
