import { kernel } from '../gpu/index.js';
import { CONDUCTANCE_BUFFERS, conductancesWgsl, LEVEL_PARAMS } from './shared/conductances.js';
import wgsl from './transport_last.wgsl?raw';

/** Places of a vector that {@link transportLast} holds. */
export const LAST_PLACES = 1024;

/**
 * Sweeps for A z = r on a small level, from zero, in one workgroup: red, black, red, …; symmetric where their number is odd.
 */
export const transportLast = kernel({
  name: 'transport_last',
  wgsl,
  modules: conductancesWgsl,
  buffers: { ...CONDUCTANCE_BUFFERS, r: 'read', z: 'write' },
  params: { ...LEVEL_PARAMS, sweeps: 'u32' },
  constants: ['FORM'],
  workgroup: [256, 1, 1],
});
