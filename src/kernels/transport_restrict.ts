import { kernel } from '../gpu/index.js';
import { CONDUCTANCE_BUFFERS, conductancesWgsl, LEVEL_PARAMS } from './shared/conductances.js';
import wgsl from './transport_restrict.wgsl?raw';

/** The residual r − A z of the red voxels (those of the black ones are zero after their sweep), added up over 2×2×2 voxels.  */
export const transportRestrict = kernel({
  name: 'transport_restrict',
  wgsl,
  modules: conductancesWgsl,
  buffers: { ...CONDUCTANCE_BUFFERS, r: 'read', z: 'read', dst: 'write' },
  params: { ...LEVEL_PARAMS, coarse: 'vec3u' },
  constants: ['LINKED'],
  workgroup: [256, 1, 1],
});
