import { kernel } from '../gpu/index.js';
import { CELLS_PARAMS, cellsWgsl } from './shared/conductances.js';
import wgsl from './transport_relax.wgsl?raw';

/** One half of a red–black Gauss–Seidel sweep of a coarse level: the cells of one COLOUR. */
export const transportRelax = kernel({
  name: 'transport_relax',
  wgsl,
  modules: cellsWgsl,
  buffers: { conductances: 'read', r: 'read', z: 'read_write' },
  params: { ...CELLS_PARAMS },
  constants: ['LAYERS', 'COLOUR'],
  workgroup: [64, 1, 1],
});
