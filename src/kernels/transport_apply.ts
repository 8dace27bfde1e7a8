import { kernel } from '../gpu/index.js';
import { CONDUCTANCE_BUFFERS, conductancesWgsl, LEVEL_PARAMS } from './shared/conductances.js';
import wgsl from './transport_apply.wgsl?raw';

/** A p, and of each workgroup the sum of p · A p.  */
export const transportApply = kernel({
  name: 'transport_apply',
  wgsl,
  modules: conductancesWgsl,
  buffers: { ...CONDUCTANCE_BUFFERS, p: 'read', product: 'write', partials: 'write' },
  params: { ...LEVEL_PARAMS },
  constants: ['FORM'],
  workgroup: [256, 1, 1],
});
