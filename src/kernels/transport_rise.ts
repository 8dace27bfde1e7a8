import { kernel } from '../gpu/index.js';
import { CELLS_PARAMS, cellsWgsl } from './shared/conductances.js';
import wgsl from './transport_rise.wgsl?raw';

/** The black half of the sweep of a coarse level that follows a correction by the next: from the red cells and what is added to them. */
export const transportRise = kernel({
  name: 'transport_rise',
  wgsl,
  modules: cellsWgsl,
  buffers: { conductances: 'read', parts: 'read', r: 'read', coarse: 'read', z: 'read_write' },
  params: { ...CELLS_PARAMS, coarse_size: 'vec3u' },
  constants: ['LAYERS', 'COARSE_LAYERS'],
  workgroup: [64, 1, 1],
});
