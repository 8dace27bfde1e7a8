import { kernel } from '../gpu/index.js';
import floatArithmetic from './shared/float_arithmetic.wgsl?raw';
import { quadWgsl } from './shared/quad.js';
import wgsl from './arithmetic_flat.wgsl?raw';

/** As {@link arithmetic} of grids without pads that are all of their buffers: `units` times sixteen voxels. */
export const arithmeticFlat = kernel({
  name: 'arithmetic_flat',
  wgsl,
  modules: { ...quadWgsl, float_arithmetic: floatArithmetic },
  buffers: { a: 'read', b: 'read', dst: 'write' },
  params: { units: 'u32', value: 'f32' },
  constants: ['A_DTYPE', 'B_DTYPE', 'OPERATION', 'SCALAR', 'SWAPPED'],
  workgroup: [64, 1, 1],
});
