import { kernel } from '../gpu/index.js';
import { CONDUCTANCE_BUFFERS, conductancesWgsl, LEVEL_PARAMS } from './shared/conductances.js';
import wgsl from './transport_fluxes.wgsl?raw';

/** The current through every plane of faces across the axis, its two ends included.  */
export const transportFluxes = kernel({
  name: 'transport_fluxes',
  wgsl,
  modules: conductancesWgsl,
  buffers: { ...CONDUCTANCE_BUFFERS, x: 'read', fluxes: 'write' },
  params: { ...LEVEL_PARAMS },
  constants: ['FORM'],
  workgroup: [256, 1, 1],
});
