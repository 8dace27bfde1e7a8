import { kernel } from '../gpu/index.js';
import { CONDUCTANCE_BUFFERS, conductancesWgsl, LEVEL_PARAMS } from './shared/conductances.js';
import wgsl from './transport_coarsen.wgsl?raw';

/** Conductances of a level of 2×2×2 voxels as one: half the sum of those across each face, since the way is twice as long.  */
export const transportCoarsen = kernel({
  name: 'transport_coarsen',
  wgsl,
  modules: conductancesWgsl,
  buffers: { ...CONDUCTANCE_BUFFERS, cx: 'write', cy: 'write', cz: 'write' },
  params: { ...LEVEL_PARAMS, coarse: 'vec3u' },
  constants: ['FORM'],
  workgroup: [256, 1, 1],
});
