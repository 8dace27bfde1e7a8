import { kernel } from '../gpu/index.js';
import { CELLS_PARAMS, cellsWgsl } from './shared/conductances.js';
import wgsl from './transport_join.wgsl?raw';

/** Conductances of the next level: of the sums of those between parts the part `kept`. */
export const transportJoin = kernel({
  name: 'transport_join',
  wgsl,
  modules: cellsWgsl,
  buffers: { conductances: 'read', parts: 'read', dst: 'write' },
  params: { ...CELLS_PARAMS, coarse: 'vec3u', kept: 'f32' },
  constants: ['LAYERS', 'COARSE_LAYERS'],
  workgroup: [64, 1, 1],
});
