import { kernel } from '../gpu/index.js';
import wgsl from './distance_planes_quads.wgsl?raw';
import { eightLinesWgsl } from './shared/eight_lines.js';

/** Distances along rows (u8) to squared distances within planes (u16), `none` at most; rows are whole quads. */
export const distancePlanesQuads = kernel({
  name: 'distance_planes_quads',
  wgsl,
  modules: eightLinesWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    row_weight: 'u32',
    weight: 'u32',
    outside: 'u32',
    none: 'u32',
  },
  constants: ['UNIT_WEIGHTS'],
  workgroup: [16, 4, 1],
});
