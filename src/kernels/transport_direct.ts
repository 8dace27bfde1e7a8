import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './transport_direct.wgsl?raw';

/** Moves the potential along the search direction, x += α p, and takes the next one: p = z + β p.  */
export const transportDirect = kernel({
  name: 'transport_direct',
  wgsl,
  modules: sharedWgsl,
  buffers: { z: 'read', scalars: 'read', p: 'read_write', x: 'read_write' },
  params: { length: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});
