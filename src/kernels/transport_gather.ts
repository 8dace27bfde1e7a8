import { kernel } from '../gpu/index.js';
import { CELLS_PARAMS, cellsWgsl } from './shared/conductances.js';
import wgsl from './transport_gather.wgsl?raw';

/** The residual r − A z of a coarse level after a black sweep, added up over the parts: that of black cells is zero. Sweeps the red cells of the next level from zero. */
export const transportGather = kernel({
  name: 'transport_gather',
  wgsl,
  modules: cellsWgsl,
  buffers: {
    conductances: 'read',
    parts: 'read',
    r: 'read',
    z: 'read',
    dst: 'write',
    inverse: 'read',
    first: 'write',
  },
  params: { ...CELLS_PARAMS, coarse: 'vec3u' },
  constants: ['LAYERS', 'COARSE_LAYERS'],
  workgroup: [64, 1, 1],
});
