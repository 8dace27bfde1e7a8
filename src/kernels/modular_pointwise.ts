import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import modular from './shared/modular.wgsl?raw';
import modularOrder from './shared/modular_order.wgsl?raw';
import wgsl from './modular_pointwise.wgsl?raw';

/**
 * Products modulo a prime, divided by 2^32, of the numbers of `a` and those of `b` at opposite frequencies, in boxes of `size`; `block`
 * is that of the lengths. Written to `sums` or, with ADD 1, added to them. `count` is the number of fours.
 */
export const modularPointwise = kernel({
  name: 'modular_pointwise',
  wgsl,
  modules: { ...sharedWgsl, modular, modular_order: modularOrder },
  buffers: { a: 'read', b: 'read', sums: 'read_write' },
  params: { size: 'vec3u', count: 'u32', block: 'vec3u' },
  constants: ['ADD'],
  workgroup: [64, 1, 1],
});
