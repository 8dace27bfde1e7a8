import { kernel } from '../gpu/index.js';
import { CONDUCTANCE_BUFFERS, conductancesWgsl, LEVEL_PARAMS } from './shared/conductances.js';
import wgsl from './transport_step.wgsl?raw';

/** Moves the residual along the search direction, r −= α A p, and sweeps the red voxels of z from zero.  */
export const transportStep = kernel({
  name: 'transport_step',
  wgsl,
  modules: conductancesWgsl,
  buffers: {
    ...CONDUCTANCE_BUFFERS,
    product: 'read',
    scalars: 'read',
    r: 'read_write',
    z: 'read_write',
  },
  params: { ...LEVEL_PARAMS },
  constants: ['FORM'],
  workgroup: [256, 1, 1],
});
