import { kernel } from '../gpu/index.js';
import { CONDUCTANCE_BUFFERS, conductancesWgsl, LEVEL_PARAMS } from './shared/conductances.js';
import wgsl from './transport_start.wgsl?raw';

/** A potential that falls evenly from 1 to 0 along the axis, where there is conductance, and its residual.  */
export const transportStart = kernel({
  name: 'transport_start',
  wgsl,
  modules: conductancesWgsl,
  buffers: { ...CONDUCTANCE_BUFFERS, x: 'write', r: 'write' },
  params: { ...LEVEL_PARAMS },
  constants: ['FORM'],
  workgroup: [256, 1, 1],
});
