import { kernel } from '../gpu/index.js';
import wgsl from './distance_volume_quads.wgsl?raw';
import { eightLinesWgsl } from './shared/eight_lines.js';

/**
 * Squared distances within planes to distances (f32), squared distances (f32) or the words of squared
 * distances. `found[1]` becomes 1 where one is `none` or more.
 */
export const distanceVolumeQuads = kernel({
  name: 'distance_volume_quads',
  wgsl,
  modules: eightLinesWgsl,
  buffers: { src: 'read', dst: 'write', found: 'read_write' },
  params: { src: 'Grid', dst: 'Grid', weight: 'u32', outside: 'u32', none: 'u32', scale: 'f32' },
  constants: ['RESULT', 'UNIT_WEIGHTS'],
  workgroup: [16, 4, 1],
});
