import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './transport_dot.wgsl?raw';

/** Of each workgroup the sum of a · b.  */
export const transportDot = kernel({
  name: 'transport_dot',
  wgsl,
  modules: sharedWgsl,
  buffers: { a: 'read', b: 'read', partials: 'write' },
  params: { length: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});
