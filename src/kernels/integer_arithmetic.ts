import { kernel } from '../gpu/index.js';
import { quadWgsl } from './shared/quad.js';
import wgsl from './integer_arithmetic.wgsl?raw';

/** Two integer volumes, or one and a whole number, exactly and saturating; a quad per invocation. */
export const integerArithmetic = kernel({
  name: 'integer_arithmetic',
  wgsl,
  modules: quadWgsl,
  buffers: { a: 'read', b: 'read', dst: 'write' },
  params: {
    a: 'Grid',
    b: 'Grid',
    dst: 'Grid',
    operation: 'u32',
    swapped: 'u32',
    scalar: 'u32',
    magnitude: 'u32',
    negative: 'u32',
  },
  constants: ['A_DTYPE', 'B_DTYPE'],
  workgroup: [64, 1, 1],
});
