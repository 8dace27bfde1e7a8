import { kernel } from '../gpu/index.js';
import { CONDUCTANCE_BUFFERS, conductancesWgsl, LEVEL_PARAMS } from './shared/conductances.js';
import wgsl from './transport_restrict.wgsl?raw';

/**
 * The residual r − A z added up over 2×2×2 voxels, after red ones were swept from zero, then the black ones, whose own is zero. Sweeps the red cells
 * of the next level from zero.
 */
export const transportRestrict = kernel({
  name: 'transport_restrict',
  wgsl,
  modules: conductancesWgsl,
  buffers: { ...CONDUCTANCE_BUFFERS, z: 'read', dst: 'write', inverse: 'read', first: 'write' },
  params: { ...LEVEL_PARAMS, coarse: 'vec3u' },
  constants: ['FORM'],
  workgroup: [256, 1, 1],
});
