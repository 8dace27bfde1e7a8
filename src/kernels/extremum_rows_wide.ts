import { kernel } from '../gpu/index.js';
import { quadWgsl } from './shared/quad.js';
import wgsl from './extremum_rows_wide.wgsl?raw';

/** As {@link extremumRows} for boxes whose rows are whole vectors of four words, without pads; a vector per invocation. */
export const extremumRowsWide = kernel({
  name: 'extremum_rows_wide',
  wgsl,
  modules: quadWgsl,
  buffers: { src: 'read', offsets: 'read', dst: 'read_write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    rows: 'u32',
    border_raw: 'u32',
    flip: 'u32',
  },
  constants: ['DTYPE', 'FIRST', 'CONSTANT'],
  workgroup: [16, 4, 1],
});
