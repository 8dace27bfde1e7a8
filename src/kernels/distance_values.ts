import { kernel } from '../gpu/index.js';
import wgsl from './distance_values.wgsl?raw';
import { distanceWgsl } from './shared/squared_distance.js';

/**
 * Distances to the nearest voxel of another value, along y (AXIS 1: from u16 distances along rows to
 * squares) or along z (AXIS 2: from squares to what RESULT says).
 */
export const distanceValues = kernel({
  name: 'distance_values',
  wgsl,
  modules: distanceWgsl,
  buffers: { values: 'read', src: 'read', dst: 'write' },
  params: {
    values: 'Grid',
    src: 'Grid',
    dst: 'Grid',
    row_weight: 'u32',
    weight: 'u32',
    outside: 'u32',
    none: 'u32',
    scale: 'f32',
  },
  constants: ['FLOAT', 'VALUES_DTYPE', 'AXIS', 'RESULT', 'ZERO_IS_BACKGROUND'],
  workgroup: [16, 4, 1],
});
