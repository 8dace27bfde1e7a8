import { kernel } from '../gpu/index.js';
import { CONDUCTANCE_BUFFERS, conductancesWgsl, LEVEL_PARAMS } from './shared/conductances.js';
import wgsl from './transport_coarsen.wgsl?raw';

/** Conductances of a level of 2×2×2 voxels as one: of the sum of those across each face, the part `kept`. */
export const transportCoarsen = kernel({
  name: 'transport_coarsen',
  wgsl,
  modules: conductancesWgsl,
  buffers: { ...CONDUCTANCE_BUFFERS, dst: 'write' },
  params: { ...LEVEL_PARAMS, coarse: 'vec3u', kept: 'f32' },
  constants: ['FORM'],
  workgroup: [256, 1, 1],
});
