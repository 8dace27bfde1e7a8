import { kernel } from '../gpu/index.js';
import { CELLS_PARAMS, cellsWgsl } from './shared/conductances.js';
import wgsl from './transport_inverse.wgsl?raw';

/** One over the sum of conductances of each unknown of the red cells; zero of those that do not conduct. */
export const transportInverse = kernel({
  name: 'transport_inverse',
  wgsl,
  modules: cellsWgsl,
  buffers: { conductances: 'read', dst: 'write' },
  params: { ...CELLS_PARAMS },
  constants: ['LAYERS'],
  workgroup: [64, 1, 1],
});
