import { kernel } from '../gpu/index.js';
import { quadWgsl } from './shared/quad.js';
import floatArithmetic from './shared/float_arithmetic.wgsl?raw';
import wgsl from './arithmetic.wgsl?raw';

/** Codes of the operators, as in both kernels' WGSL. */
export const ARITHMETIC_CODE = {
  add: 0,
  subtract: 1,
  multiply: 2,
  divide: 3,
  min: 4,
  max: 5,
  absoluteDifference: 6,
} as const;

/** Two volumes, or one and a number, in f32; a quad per invocation. */
export const arithmetic = kernel({
  name: 'arithmetic',
  wgsl,
  modules: { ...quadWgsl, float_arithmetic: floatArithmetic },
  buffers: { a: 'read', b: 'read', dst: 'write' },
  params: {
    a: 'Grid',
    b: 'Grid',
    dst: 'Grid',
    operation: 'u32',
    swapped: 'u32',
    scalar: 'u32',
    value: 'f32',
  },
  constants: ['A_DTYPE', 'B_DTYPE'],
  workgroup: [64, 1, 1],
});
