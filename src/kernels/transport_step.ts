import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './transport_step.wgsl?raw';

/** Moves along the search direction: x += α p, r −= α A p.  */
export const transportStep = kernel({
  name: 'transport_step',
  wgsl,
  modules: sharedWgsl,
  buffers: { p: 'read', product: 'read', scalars: 'read', x: 'read_write', r: 'read_write' },
  params: { length: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});
