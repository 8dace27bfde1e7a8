import { kernel } from '../gpu/index.js';
import { conductancesWgsl } from './shared/conductances.js';
import wgsl from './transport_scalars.wgsl?raw';

/** Adds up partial sums and makes the next step of conjugate gradients of them: r · z and the step to the search direction (WHAT 0, at the start 2), or the step along it (WHAT 1).  */
export const transportScalars = kernel({
  name: 'transport_scalars',
  wgsl,
  modules: conductancesWgsl,
  buffers: { partials: 'read', scalars: 'read_write' },
  params: { length: 'u32' },
  constants: ['WHAT'],
  workgroup: [256, 1, 1],
});
