import { kernel } from '../gpu/index.js';
import { CELLS_PARAMS, cellsWgsl } from './shared/conductances.js';
import wgsl from './transport_last.wgsl?raw';

/** Places of a vector that {@link transportLast} holds, of three unknowns each. */
export const LAST_PLACES = 216;

/**
 * Sweeps for A z = r on a small level, from zero, in one workgroup: red, black, red, …; symmetric where their number is odd.
 */
export const transportLast = kernel({
  name: 'transport_last',
  wgsl,
  modules: cellsWgsl,
  buffers: { conductances: 'read', r: 'read', z: 'write' },
  params: { ...CELLS_PARAMS, sweeps: 'u32' },
  constants: ['LAYERS'],
  workgroup: [256, 1, 1],
});
