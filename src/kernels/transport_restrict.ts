import { kernel } from '../gpu/index.js';
import { CONDUCTANCE_BUFFERS, conductancesWgsl, LEVEL_PARAMS } from './shared/conductances.js';
import wgsl from './transport_restrict.wgsl?raw';

/**
 * The residual r − A z after a black sweep, added up over 2×2×2 voxels: that of black ones is zero. FRESH 1 where the red ones come from
 * a sweep from zero.
 */
export const transportRestrict = kernel({
  name: 'transport_restrict',
  wgsl,
  modules: conductancesWgsl,
  buffers: { ...CONDUCTANCE_BUFFERS, r: 'read', z: 'read', dst: 'write' },
  params: { ...LEVEL_PARAMS, coarse: 'vec3u' },
  constants: ['FORM', 'FRESH'],
  workgroup: [256, 1, 1],
});
