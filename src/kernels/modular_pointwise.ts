import { kernel } from '../gpu/index.js';
import { modularWgsl } from './shared/modular.js';
import wgsl from './modular_pointwise.wgsl?raw';

/**
 * Adds `a` to `b`, number by number, modulo a prime; with MULTIPLY 1 multiplies `b` by it and by a factor, of which `scale`
 * is 2^64 times.
 */
export const modularPointwise = kernel({
  name: 'modular_pointwise',
  wgsl,
  modules: modularWgsl,
  buffers: { a: 'read', b: 'read_write' },
  params: { count: 'u32', prime: 'u32', inverse: 'u32', scale: 'u32' },
  constants: ['MULTIPLY'],
  workgroup: [64, 1, 1],
});
