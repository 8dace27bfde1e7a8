import { kernel } from '../gpu/index.js';
import wgsl from './distance_volume.wgsl?raw';
import { distanceWgsl } from './shared/squared_distance.js';

/**
 * Squared distances within planes to distances (f32), squared distances (f32) or the words of squared
 * distances. `found[1]` becomes 1 where one is `none` or more.
 */
export const distanceVolume = kernel({
  name: 'distance_volume',
  wgsl,
  modules: distanceWgsl,
  buffers: { src: 'read', dst: 'write', found: 'read_write' },
  params: { src: 'Grid', dst: 'Grid', weight: 'u32', outside: 'u32', none: 'u32', scale: 'f32' },
  constants: ['FLOAT', 'SRC_DTYPE', 'RESULT'],
  workgroup: [16, 4, 1],
});
