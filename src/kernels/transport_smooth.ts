import { kernel } from '../gpu/index.js';
import { CONDUCTANCE_BUFFERS, conductancesWgsl, LEVEL_PARAMS } from './shared/conductances.js';
import wgsl from './transport_smooth.wgsl?raw';

/** One half of a red–black Gauss–Seidel sweep for A z = r: the voxels of one COLOUR; FROM_ZERO 1 where the others are zero.  */
export const transportSmooth = kernel({
  name: 'transport_smooth',
  wgsl,
  modules: conductancesWgsl,
  buffers: { ...CONDUCTANCE_BUFFERS, r: 'read', z: 'read_write' },
  params: { ...LEVEL_PARAMS },
  constants: ['FORM', 'COLOUR', 'FROM_ZERO'],
  workgroup: [256, 1, 1],
});
