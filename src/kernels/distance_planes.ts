import { kernel } from '../gpu/index.js';
import wgsl from './distance_planes.wgsl?raw';
import { distanceWgsl } from './shared/squared_distance.js';

/** Distances along rows (u8 or u16) to squared distances within planes (u16, u32 or bits of f32), `none` at most. */
export const distancePlanes = kernel({
  name: 'distance_planes',
  wgsl,
  modules: distanceWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    row_weight: 'u32',
    weight: 'u32',
    outside: 'u32',
    none: 'u32',
  },
  constants: ['FLOAT', 'SRC_DTYPE', 'DST_DTYPE'],
  workgroup: [16, 4, 1],
});
