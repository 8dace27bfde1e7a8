import { kernel } from '../gpu/index.js';
import { CELLS_PARAMS, cellsWgsl } from './shared/conductances.js';
import wgsl from './transport_parts.wgsl?raw';

/** Which unknowns of the 2×2×2 cells of a level are one on the next: those that faces within them join, and of more than COARSE_LAYERS such parts the last ones. */
export const transportParts = kernel({
  name: 'transport_parts',
  wgsl,
  modules: cellsWgsl,
  buffers: { conductances: 'read', dst: 'write' },
  params: { ...CELLS_PARAMS, coarse: 'vec3u' },
  constants: ['LAYERS', 'COARSE_LAYERS'],
  workgroup: [64, 1, 1],
});
